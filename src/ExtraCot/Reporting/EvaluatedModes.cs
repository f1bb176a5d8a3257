using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>Everything the small end-to-end run evaluates, on the same problems in the same order.</summary>
/// <param name="Base">The base model with its full thought.</param>
/// <param name="Fixed">The final model at the five fixed ratios, from 0.2 to 1.0.</param>
/// <param name="Policy">The final model choosing for itself, decoded greedily.</param>
/// <param name="PolicySampled">The same at temperature 1.</param>
/// <param name="Naive">At ratio 0.2, the model trained on thoughts whose formulas were cut apart.</param>
public sealed record EvaluatedModes(ModeResult Base, IReadOnlyList<ModeResult> Fixed, ModeResult Policy, ModeResult PolicySampled, ModeResult Naive);
