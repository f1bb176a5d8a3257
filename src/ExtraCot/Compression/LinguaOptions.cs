namespace ExtraCot.Compression;

/// <summary>What LLMLingua-2 keeps by force. The defaults are those of the published comparison.</summary>
public sealed record LinguaOptions
{
    /// <value>Words that are always kept; default none.</value>
    public IReadOnlySet<string> Forced { get; init; } = new HashSet<string>();

    /// <value>Whether words with a digit are kept before all others; default true.</value>
    public bool ReserveDigits { get; init; } = true;

    /// <value>Whether a forced word that repeats the kept word before it is dropped; default true.</value>
    public bool DropConsecutive { get; init; } = true;
}
