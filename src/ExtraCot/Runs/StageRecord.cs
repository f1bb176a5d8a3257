namespace ExtraCot.Runs;

/// <summary>What is remembered of a finished stage.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Seconds">Wall time of the pass that finished it.</param>
/// <param name="Outputs">The files it made, relative to the run folder, with their sizes in bytes.</param>
public sealed record StageRecord(string Stage, double Seconds, IReadOnlyDictionary<string, long> Outputs);
