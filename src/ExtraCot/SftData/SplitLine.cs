namespace ExtraCot.SftData;

/// <summary>What becomes of a question.</summary>
/// <param name="Key">The question's key.</param>
/// <param name="Group">Its group.</param>
/// <param name="Part">Its use; null where it is dropped for its overlap with a held-out question.</param>
internal sealed record SplitLine(string Key, string Group, SplitPart? Part);
