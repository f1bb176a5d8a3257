using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Text;

namespace ExtraCot.Remote;

/// <summary>
/// The one client of OpenAI-compatible endpoints. A busy, broken or silent endpoint (429, 5xx, time-out, broken connection, a body that is no answer) is tried
/// again after a growing, jittered pause or the one it asks for; anything else is refused at once. Safe for many callers.
/// </summary>
public sealed class OpenAiClient : IDisposable
{
    private const int LargestBody = 256 << 20; // bytes; token ids and log-probabilities of many samples fit

    private readonly RemoteOptions options;
    private readonly HttpClient http;
    private readonly SemaphoreSlim slots;
    private readonly RequestGate gate;
    private readonly Func<TimeSpan, CancellationToken, Task> delay;
    private readonly Lock totals = new();
    private readonly string address;
    private RemoteUsage usage = new();
    private bool refusesSchema;
    private string? model;

    /// <param name="address">The endpoint up to and with <c>/v1</c>.</param>
    /// <param name="options">Limits and key; the key is read now.</param>
    /// <exception cref="InputException">The variable with the key is not set.</exception>
    public OpenAiClient(string address, RemoteOptions options) : this(address, options, Task.Delay) { }

    internal OpenAiClient(string address, RemoteOptions options, Func<TimeSpan, CancellationToken, Task> delay)
    {
        (this.address, this.options, this.delay, model) = (address.TrimEnd('/'), options, delay, options.Model);
        // A redirect could carry the key elsewhere; it is reported instead.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = options.Concurrency, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestBody };
        if (options.ApiKey() is { } key) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        slots = new SemaphoreSlim(options.Concurrency);
        gate = new RequestGate(options.RequestsPerMinute, TimeProvider.System, delay);
    }

    /// <value>What all requests so far used.</value>
    public RemoteUsage Usage
    {
        get
        {
            lock (totals) return usage;
        }
    }

    /// <summary>The model that is asked: the one of the options, else the only one the endpoint lists.</summary>
    /// <exception cref="InputException">The endpoint lists none or several.</exception>
    /// <exception cref="RemoteException">The endpoint does not answer.</exception>
    public async Task<string> ModelAsync(CancellationToken cancellation = default)
    {
        if (model is not null) return model;
        var names = await Send(HttpMethod.Get, "models", null, ReadModels, cancellation);
        return model = names.Count == 1 ? names[0]
            : throw new InputException($"{address} serves {(names.Count == 0 ? "no model" : string.Join(", ", names))}; name one with --model");
    }

    /// <summary>Sends one request.</summary>
    /// <exception cref="RemoteException">Refused, or failed at every try.</exception>
    /// <exception cref="InputException">As <see cref="ModelAsync"/>.</exception>
    public async Task<RemoteResponse> SendAsync(RemoteRequest request, CancellationToken cancellation = default)
    {
        var name = await ModelAsync(cancellation);
        var path = request.Messages is null ? "completions" : "chat/completions";
        RemoteResponse response;
        try
        {
            response = await Send(HttpMethod.Post, path, request.Body(name, !refusesSchema), RemoteResponse.Read, cancellation);
        }
        catch (RemoteException refused) when (request.Schema is not null && !refusesSchema && refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity && refused.Message.Contains("response_format", StringComparison.Ordinal))
        {
            refusesSchema = true;
            response = await Send(HttpMethod.Post, path, request.Body(name, withSchema: false), RemoteResponse.Read, cancellation);
        }
        var used = response.Usage;
        Count(used with { Requests = 1, Cost = (used.PromptTokens * options.InputPrice + used.CompletionTokens * options.OutputPrice) / 1e6 });
        return response;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        slots.Dispose();
    }

    private async Task<T> Send<T>(HttpMethod method, string path, JsonObject? body, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellation)
    {
        var bytes = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body);
        await slots.WaitAsync(cancellation);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await gate.Pass(cancellation);
                var outcome = await Try(method, path, bytes, read, cancellation);
                if (outcome.Failure is not { } failure) return outcome.Value!;
                if (!failure.IsPassing || attempt >= options.Attempts)
                    throw new RemoteException($"{address}/{path}: {failure.Reason}{(attempt > 1 ? $" ({attempt} tries)" : "")}", failure.Status, failure.Cause);
                Count(new RemoteUsage(Retries: 1));
                var pause = failure.RetryAfter ?? Backoff(attempt);
                if (failure.RetryAfter is not null) gate.Hold(pause); // the endpoint is busy for everybody
                await delay(pause, cancellation);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<(T? Value, RemoteFailure? Failure)> Try<T>(HttpMethod method, string path, byte[]? body, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var message = new HttpRequestMessage(method, $"{address}/{path}");
            if (body is not null) message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await http.SendAsync(message, timeout.Token);
            if (!response.IsSuccessStatusCode) return (default, await RemoteFailure.Of(response, timeout.Token));
            return (read(await response.Content.ReadAsByteArrayAsync(timeout.Token)), null);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            return (default, new RemoteFailure($"no answer within {options.TimeoutSeconds} s", null, true, null, late));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or FormatException)
        {
            return (default, new RemoteFailure(broken.Message, null, true, null, broken));
        }
    }

    // Doubling from one second, the lower half fixed and the upper drawn, so that many clients do not come back together.
    private static TimeSpan Backoff(int attempt)
    {
        var whole = Math.Min(RemoteFailure.LongestPause.TotalSeconds, Math.Pow(2, attempt - 1));
        return TimeSpan.FromSeconds(whole * (0.5 + 0.5 * Random.Shared.NextDouble()));
    }

    private void Count(RemoteUsage more)
    {
        lock (totals) usage += more;
    }

    private static List<string> ReadModels(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"no list of models: {broken.Message.Split('\n')[0]}", broken);
        }
    }
}
