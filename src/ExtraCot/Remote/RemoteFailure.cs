using System.Net;

namespace ExtraCot.Remote;

/// <summary>A try without answer.</summary>
/// <param name="Reason">What happened, on one line.</param>
/// <param name="Status">The HTTP status; null when there was no response.</param>
/// <param name="IsPassing">Whether another try may help.</param>
/// <param name="RetryAfter">How long the endpoint asks to wait.</param>
/// <param name="Cause">The exception, where there was one.</param>
internal sealed record RemoteFailure(string Reason, HttpStatusCode? Status, bool IsPassing, TimeSpan? RetryAfter, Exception? Cause)
{
    private const int ShownOfBody = 300;

    /// <value>No pause between tries is longer, whatever the endpoint asks for: an hour would look like a hang.</value>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The failure an HTTP response tells of.</summary>
    public static async Task<RemoteFailure> Of(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = response.StatusCode;
        if (response.Headers.Location is { } elsewhere) return new RemoteFailure($"redirected to {elsewhere}; give that address", status, false, null, null);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        // A terminal would obey control characters.
        var said = new string([.. text.Take(ShownOfBody).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        var isPassing = status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || ((int)status >= 500 && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));
        return new RemoteFailure($"{(int)status} {status}{(said.Length > 0 ? $": {said}" : "")}", status, isPassing, Wait(response), null);
    }

    private static TimeSpan? Wait(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - DateTimeOffset.UtcNow : null;
        return asked is { } time ? TimeSpan.FromSeconds(Math.Clamp(time.TotalSeconds, 0, LongestPause.TotalSeconds)) : null;
    }
}
