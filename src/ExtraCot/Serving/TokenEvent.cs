using ExtraCot.Nn.Generation;

namespace ExtraCot.Serving;

/// <summary>One token of one sample, as soon as it is chosen.</summary>
/// <param name="Sample">Index of the sample in its request.</param>
/// <param name="Id">The token; -1 where the sample was cancelled.</param>
/// <param name="Finish">Null while the sample goes on.</param>
/// <param name="LogProbability">Null unless asked for.</param>
/// <param name="Alternatives">The most likely tokens at its place, most likely first; null unless asked for.</param>
internal readonly record struct TokenEvent(
    int Sample, int Id, FinishReason? Finish, float? LogProbability = null, IReadOnlyList<(int Id, float LogProbability)>? Alternatives = null);
