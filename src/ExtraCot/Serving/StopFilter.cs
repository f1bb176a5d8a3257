namespace ExtraCot.Serving;

/// <summary>Ends a growing text at the first of several strings, which is left out; text that may be the beginning of one is held back.</summary>
/// <param name="stops">The strings, none of them empty.</param>
internal sealed class StopFilter(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <value>Whether a stop was found; nothing more comes out then.</value>
    public bool Stopped { get; private set; }

    /// <summary>Takes more text and returns what is now certain to stand before any stop.</summary>
    public string Push(string text)
    {
        if (stops.Count == 0) return text;
        if (Stopped) return "";
        held += text;
        var found = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        Stopped = found >= 0;
        return Release(Stopped ? found : held.Length - LongestBeginning());
    }

    /// <summary>The rest, when the text has ended.</summary>
    public string Flush() => Stopped ? "" : Release(held.Length);

    private string Release(int length)
    {
        var certain = held[..length];
        held = Stopped ? "" : held[length..];
        return certain;
    }

    /// <summary>Length of the longest end of the text with which a stop begins.</summary>
    private int LongestBeginning()
    {
        var longest = 0;
        foreach (var stop in stops)
            for (var length = Math.Min(stop.Length - 1, held.Length); length > longest; length--)
                if (held.AsSpan(held.Length - length).SequenceEqual(stop.AsSpan(0, length))) longest = length;
        return longest;
    }
}
