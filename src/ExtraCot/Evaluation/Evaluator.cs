using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>Measures a model in one mode after another with the same prompt, decoding and token limit.</summary>
public static class Evaluator
{
    /// <summary>One response a problem.</summary>
    public static ModeResult Run(Rollouts rollouts, IReadOnlyList<MathProblem> problems, ControlToken? control, RolloutOptions options,
        Action<int>? report = null, CancellationToken cancellation = default) =>
        new(control, problems, rollouts.Run(problems, control, options with { Samples = 1 }, report, cancellation).Select(samples => samples[0]).ToList());
}
