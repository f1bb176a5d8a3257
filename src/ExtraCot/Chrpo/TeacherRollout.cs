namespace ExtraCot.Chrpo;

/// <summary>One graded answer on a training prompt at a fixed ratio: a line of the teacher file.</summary>
/// <param name="Id">The problem.</param>
/// <param name="Ratio">Index into the ratio grid; null for the base model's full thought, the reference.</param>
/// <param name="Right">Whether the answer was right.</param>
/// <param name="ThinkTokens">Tokens of the thought.</param>
/// <param name="VisibleTokens">Tokens behind the thought.</param>
public sealed record TeacherRollout(string Id, int? Ratio, bool Right, int ThinkTokens, int VisibleTokens);
