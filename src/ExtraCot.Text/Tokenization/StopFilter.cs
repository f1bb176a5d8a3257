namespace ExtraCot.Text.Tokenization;

/// <summary>Ends a growing text at the earliest of several strings, which is left out; what may be the beginning of one is held back.</summary>
/// <param name="stops">The strings; an empty one is ignored.</param>
/// <remarks>One instance a text; not safe for concurrent use.</remarks>
public sealed class StopFilter(IReadOnlyList<string> stops)
{
    private readonly string[] stops = [.. stops.Where(stop => stop.Length > 0)];
    private string held = "";

    /// <value>The string that was met, or null; nothing more comes out behind it.</value>
    public string? Matched { get; private set; }

    /// <summary>Takes more text and returns what is now certain, possibly nothing.</summary>
    public string Push(string text)
    {
        if (Matched is not null) return "";
        held += text;
        var end = held.Length;
        foreach (var stop in stops)
        {
            var at = held.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && at < end) (end, Matched) = (at, stop);
        }
        if (Matched is null) end = held.Length - stops.Select(Pending).DefaultIfEmpty(0).Max();
        var certain = held[..end];
        held = Matched is null ? held[end..] : "";
        return certain;
    }

    /// <summary>The rest of a text that ended by itself.</summary>
    public string Flush()
    {
        var rest = held;
        held = "";
        return rest;
    }

    /// <summary>Length of the longest end of the held text that a stop string begins with.</summary>
    private int Pending(string stop)
    {
        var length = Math.Min(stop.Length - 1, held.Length);
        while (length > 0 && !held.AsSpan(held.Length - length).SequenceEqual(stop.AsSpan(0, length))) length--;
        return length;
    }
}
