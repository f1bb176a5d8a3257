using ExtraCot.Nn.Training;

namespace ExtraCot.Chrpo;

/// <summary>One rollout as training material.</summary>
/// <param name="Sequence">Prompt and response; the body's loss starts behind the control token.</param>
/// <param name="Advantage">A_body, the same for every token behind the control token.</param>
/// <param name="OldLogProbabilities">log π_old of those tokens, from the engine that sampled them.</param>
/// <param name="Head">The choice, where the model's own first token made it; null where it was given or made by the control head.</param>
public sealed record PolicySample(TrainingSequence Sequence, double Advantage, float[] OldLogProbabilities, ChoiceSample? Head);
