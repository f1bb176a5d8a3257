namespace ExtraCot.Pretraining;

/// <summary>Where a pre-training run stands after a step.</summary>
/// <param name="Step">Steps done, those before a resume included.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Tokens">Tokens of this step, without padding.</param>
/// <param name="Loss">Mean −log p of the step's tokens, in nats.</param>
/// <param name="GradientNorm">Norm before clipping.</param>
/// <param name="LearningRate">Rate of this step.</param>
/// <param name="HeldOut">Measurement after this step, or null where none was due.</param>
public sealed record PretrainProgress(int Step, int Steps, int Tokens, double Loss, double GradientNorm, double LearningRate, HeldOutScore? HeldOut);
