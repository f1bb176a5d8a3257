using ExtraCot.Chrpo;
using ExtraCot.Compressor;
using ExtraCot.MixedRatioSft;
using ExtraCot.Nn.Training;
using ExtraCot.Options;

namespace ExtraCot.Quickstart;

/// <summary>Sizes and constants of the small end-to-end run. Chosen on validation problems, never on the test problems.</summary>
public sealed record QuickstartOptions : IValidatable
{
    /// <value>Seed of every random choice; default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <value>The base model: a folder or the name of a shipped model; default <c>small-base</c>.</value>
    public string Base { get; init; } = "small-base";

    /// <value>Problems the base model solves to make chains of thought; default 8000.</value>
    public int SourceProblems { get; init; } = 8000;

    /// <value>Chains of thought the compressor learns from; default 5000.</value>
    public int CompressorThoughts { get; init; } = 5000;

    /// <value>Size of the compressor.</value>
    public CompressorOptions CompressorSize { get; init; } = new();

    /// <value>Training of the compressor.</value>
    public CompressorTrainerOptions Compressor { get; init; } = new() { LearningRate = 4e-3, TokensPerStep = 2048 };

    /// <value>Mix of the SFT samples: low ratios are short and hardest to learn, so they come oftener than high ones.</value>
    public MixedRatioOptions Mix { get; init; } = new() { Samples = 28_000, RatioWeights = [5, 4, 2, 2, 2] };

    /// <value>Training of the mixed-ratio model and of the contrast model; many small steps learn more of few tokens than few large ones.</value>
    public SequenceTrainerOptions Sft { get; init; } = new() { LearningRate = 5e-4, TokensPerStep = 2048 };

    /// <value>SFT samples of the contrast model, all at ratio 0.2; default 3000.</value>
    public int NaiveSamples { get; init; } = 3000;

    /// <value>Training prompts with teacher rollouts; default 400.</value>
    public int TeacherPrompts { get; init; } = 400;

    /// <value>k: teacher rollouts a prompt, for each ratio; the low ratios are where answers fail and thoughts are short. Default 4, 4, 2, 1, 1.</value>
    public int[] TeacherSamples { get; init; } = [4, 4, 2, 1, 1];

    /// <value>Stage 3.</value>
    public ChrpoOptions Chrpo { get; init; } = new();

    /// <value>Held-out problems of the evaluation; default 400.</value>
    public int TestProblems { get; init; } = 400;

    /// <summary>With fewer test problems a run tries the wiring and claims nothing.</summary>
    internal const int FewestForClaims = 300;

    internal string BaseFolder => ShippedModels.Find(Base);

    /// <summary>The options of a profile.</summary>
    public static QuickstartOptions For(QuickstartProfile profile) => profile == QuickstartProfile.Standard ? new() : new()
    {
        SourceProblems = 120,
        CompressorThoughts = 60,
        Mix = new() { Samples = 160, RatioWeights = [5, 4, 2, 2, 2] },
        NaiveSamples = 60,
        TeacherPrompts = 16,
        TeacherSamples = [1, 1, 1, 1, 1],
        Chrpo = new() { Rounds = 1, StepsPerRound = 2, Head = new() { Steps = 40 }, Rollouts = new() { Prompts = 4, GroupSize = 4 } },
        TestProblems = 24,
    };

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (SourceProblems < 8) yield return $"sourceProblems: {SourceProblems}, expected at least 8";
        if (CompressorThoughts < 8) yield return $"compressorThoughts: {CompressorThoughts}, expected at least 8";
        if (NaiveSamples < 1) yield return $"naiveSamples: {NaiveSamples}, expected at least 1";
        if (TestProblems < 3) yield return $"testProblems: {TestProblems}, expected at least 3";
        if (TeacherPrompts < 8) yield return $"teacherPrompts: {TeacherPrompts}, expected at least 8";
        if (TeacherSamples.Length != 5 || TeacherSamples.Any(count => count < 1)) yield return $"teacherSamples: [{string.Join(", ", TeacherSamples)}], expected five numbers of at least 1";
    }
}
