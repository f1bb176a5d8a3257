namespace ExtraCot.SftData;

/// <summary>What a build read and made.</summary>
/// <param name="ForTraining">False for a demonstration on benchmark questions: nobody may train on it.</param>
/// <param name="Inputs">SHA-256 of every file read, by path.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Outputs">SHA-256 of every file of samples, by name.</param>
/// <param name="Options">The effective options as YAML.</param>
public sealed record SftManifest(
    bool ForTraining, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<StepManifest> Steps, IReadOnlyDictionary<string, string> Outputs, string Options);
