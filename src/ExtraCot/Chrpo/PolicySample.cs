using ExtraCot.Nn.Training;

namespace ExtraCot.Chrpo;

/// <summary>One rollout as training material.</summary>
/// <param name="Sequence">Prompt and response; the loss starts behind the control token, whose choice is the head's.</param>
/// <param name="Advantage">A: reward minus the group's mean reward.</param>
public sealed record PolicySample(TrainingSequence Sequence, double Advantage);
