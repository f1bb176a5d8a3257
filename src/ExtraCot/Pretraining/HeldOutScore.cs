namespace ExtraCot.Pretraining;

/// <summary>How well a model predicts documents it never saw.</summary>
/// <param name="Loss">Mean −log p of a token, in nats.</param>
/// <param name="DrillAccuracy">Share of the drills' equations whose result is the most likely continuation digit by digit: what greedy decoding would write.</param>
/// <param name="SolutionAccuracy">The same share over the equations inside notes and verbose solutions.</param>
public sealed record HeldOutScore(double Loss, double DrillAccuracy, double SolutionAccuracy);
