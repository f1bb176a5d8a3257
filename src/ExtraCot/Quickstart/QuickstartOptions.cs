using ExtraCot.Chrpo;
using ExtraCot.MixedRatioSft;
using ExtraCot.Nn.Training;
using ExtraCot.Options;

namespace ExtraCot.Quickstart;

/// <summary>Sizes and constants of the small end-to-end run. Chosen on validation problems, never on the test problems.</summary>
public sealed record QuickstartOptions : IValidatable
{
    /// <value>Seed of every random choice; default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <value>Folder of the base model.</value>
    public string Base { get; init; } = "models/small-base";

    /// <value>Problems the base model solves to make chains of thought.</value>
    public int SourceProblems { get; init; } = 3000;

    /// <value>Chains of thought the compressor learns from.</value>
    public int CompressorThoughts { get; init; } = 1500;

    /// <value>Passes of the compressor over them.</value>
    public int CompressorEpochs { get; init; } = 2;

    /// <value>Mix of the SFT samples.</value>
    public MixedRatioOptions Mix { get; init; } = new() { Samples = 14_000, PolicyShare = .4, RatioWeights = [6, 4, 1.5, 1.5, 2] };

    /// <value>Training of the mixed-ratio model.</value>
    public SequenceTrainerOptions Sft { get; init; } = new();

    /// <value>SFT samples of the contrast model.</value>
    public int NaiveSamples { get; init; } = 3000;

    /// <value>Training prompts with teacher rollouts.</value>
    public int TeacherPrompts { get; init; } = 400;

    /// <value>k: teacher rollouts a prompt and ratio.</value>
    public int TeacherSamples { get; init; } = 3;

    /// <value>λ: accuracy given for all of the base model's tokens.</value>
    public double Lambda { get; init; } = .2;

    /// <value>Rounds of body updates and head re-fits.</value>
    public int Rounds { get; init; } = 2;

    /// <value>Body updates a round.</value>
    public int StepsPerRound { get; init; } = 10;

    /// <value>Fit of the control head.</value>
    public ControlHeadOptions Head { get; init; } = new();

    /// <value>Training of the body.</value>
    public BodyTrainerOptions Body { get; init; } = new();

    /// <value>Held-out problems of the evaluation; at least 300 for a result that says something.</value>
    public int TestProblems { get; init; } = 400;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (SourceProblems < 8) yield return $"sourceProblems: {SourceProblems}, expected at least 8";
        if (TestProblems < 3) yield return $"testProblems: {TestProblems}, expected at least 3";
        if (TeacherPrompts < 8) yield return $"teacherPrompts: {TeacherPrompts}, expected at least 8";
        if (TeacherSamples < 1) yield return $"teacherSamples: {TeacherSamples}, expected at least 1";
        if (Lambda is < 0 or > 1) yield return $"lambda: {Lambda}, expected 0 … 1";
    }
}
