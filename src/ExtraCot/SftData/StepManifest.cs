namespace ExtraCot.SftData;

/// <summary>What a step of the build did.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Unit">What is counted, in the plural.</param>
/// <param name="In">Read.</param>
/// <param name="Out">Passed on.</param>
/// <param name="Dropped">Not passed on, by reason.</param>
/// <param name="Facts">Further counts worth knowing.</param>
public sealed record StepManifest(string Step, string Unit, long In, long Out, IReadOnlyDictionary<string, long> Dropped, IReadOnlyDictionary<string, double> Facts);
