namespace ExtraCot.Nn.Training;

/// <summary>What a trainer reports after a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Tokens">Tokens of this step, without padding.</param>
/// <param name="Loss">Mean loss a target.</param>
/// <param name="GradientNorm">Norm before clipping.</param>
/// <param name="LearningRate">Rate of this step.</param>
public readonly record struct TrainingProgress(int Step, int Steps, int Tokens, double Loss, double GradientNorm, double LearningRate);
