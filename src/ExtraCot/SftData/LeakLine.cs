namespace ExtraCot.SftData;

/// <summary>A question that should not be there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">File and line.</param>
/// <param name="Kind"><see cref="Same"/> or <see cref="Overlap"/>.</param>
/// <param name="HeldOut">File and line of the held-out question.</param>
/// <param name="Words">The run of words in common; empty for the same question.</param>
internal sealed record LeakLine(string Id, string Place, string Kind, string HeldOut, string Words)
{
    /// <summary>The held-out question itself.</summary>
    public const string Same = "same";

    /// <summary>A question with a run of words in common.</summary>
    public const string Overlap = "overlap";
}
