namespace ExtraCot.Nn.Training;

/// <summary>Training cannot go on; the message says at which step and what to change.</summary>
public sealed class TrainingException(string message) : Exception(message);
