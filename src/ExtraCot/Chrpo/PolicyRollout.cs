using ExtraCot.Evaluation;

namespace ExtraCot.Chrpo;

/// <summary>One rollout of a training prompt.</summary>
/// <param name="Response">The graded response.</param>
/// <param name="Chosen">Index of the ratio its first token stands for; null where that is no ratio token.</param>
public sealed record PolicyRollout(GradedResponse Response, int? Chosen)
{
    /// <value>
    /// log π of each token as the engine sampled it; of the first among the allowed ratio tokens alone. Empty where nothing is to be trained.
    /// </value>
    public IReadOnlyList<float> LogProbabilities { get; init; } = [];
}
