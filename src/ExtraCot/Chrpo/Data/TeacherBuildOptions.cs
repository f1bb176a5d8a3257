using ExtraCot.Engines;
using ExtraCot.Options;

namespace ExtraCot.Chrpo.Data;

/// <summary>Options of <c>extracot rl build</c>. Defaults: spec of stages 2 and 3, section 5.9, but k (8 rollouts see a failure rate that 4 do not).</summary>
public sealed record TeacherBuildOptions : IValidatable
{
    /// <value>The SFT model.</value>
    public EngineSettings Engine { get; set; } = new();

    /// <value>File of questions with gold answers, or <c>small-world:N</c>.</value>
    public string Questions { get; set; } = "";

    /// <value>k: rollouts at each ratio; default 8.</value>
    public int Samples { get; set; } = 8;

    /// <value>Sampling temperature; default 0.7.</value>
    public float Temperature { get; set; } = .7f;

    /// <value>Nucleus; default 0.95.</value>
    public float TopP { get; set; } = .95f;

    /// <value>Most tokens of a rollout; default 4096. A rollout cut there fails.</value>
    public int MaxNewTokens { get; set; } = 4096;

    /// <value>Seed of the rollouts and of the split; default 42.</value>
    public ulong Seed { get; set; } = 42;

    /// <value>Smallest L_ref that is kept, in tokens; default 80.</value>
    public int MinReferenceTokens { get; set; } = 80;

    /// <value>Greatest share of prompts that nothing answered rightly; default 0.1.</value>
    public double MaxHopelessShare { get; set; } = .1;

    /// <value>Share of the prompts that goes into the test file; default 0.1.</value>
    public double TestShare { get; set; } = .1;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Questions.Length == 0) yield return "questions: missing; give a file of questions or small-world:N";
        if (Samples < 1) yield return $"samples: {Samples}, expected 1 or more";
        if (Temperature is not (>= 0 and <= 2)) yield return $"temperature: {Temperature}, expected from 0 to 2";
        if (TopP is not (> 0 and <= 1)) yield return $"topP: {TopP}, expected more than 0 and at most 1";
        if (MaxNewTokens < 1) yield return $"maxNewTokens: {MaxNewTokens}, expected 1 or more";
        if (MinReferenceTokens < 1) yield return $"minReferenceTokens: {MinReferenceTokens}, expected 1 or more";
        if (MaxHopelessShare is not (>= 0 and <= 1)) yield return $"maxHopelessShare: {MaxHopelessShare}, expected from 0 to 1";
        if (TestShare is not (>= 0 and < 1)) yield return $"testShare: {TestShare}, expected from 0 to less than 1";
    }
}
