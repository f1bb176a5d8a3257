using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Options;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.SftData;

/// <summary>
/// From raw responses to mixed-ratio samples, top to bottom. Each step reads the file of the one before and writes its own with a manifest, so that a
/// stopped run goes on where it stood; nothing is dropped without being counted under a reason. Where the tokenizer lacks the control tokens, one that has
/// them is written to <c>tokenizer/</c>.
/// </summary>
public sealed class SftBuildRun(SftBuildOptions options, RunFolder run, IStageProgress progress, CancellationToken cancellation)
{
    /// <summary>Name of the manifest.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Marks the folder of a demonstration on benchmark questions.</summary>
    internal const string NotForTraining = "NOT-FOR-TRAINING.txt";

    private const string InputHashes = "steps/inputs.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BuildContext build = new(options, run, StudentFormat(options, run), progress, cancellation);
    private readonly List<StepManifest> steps = [];

    /// <summary>Runs every step that is not finished yet.</summary>
    /// <returns>The manifest, also in <c>manifest.json</c>; the picture is <c>funnel.html</c>.</returns>
    /// <exception cref="InputException">An input changed since the run began, a held-out question is in the inputs, or nothing is left.</exception>
    /// <exception cref="OperationCanceledException">Stopped; finished steps stay.</exception>
    public SftManifest Run()
    {
        var inputs = CheckInputs();
        if (options.AllowBenchmark) AtomicFile.WriteText(run.PathOf(NotForTraining), writer => writer.WriteLine("Made with --allow-benchmark: held-out questions may be among these samples. A demonstration; never train on it."));
        Step("split", "questions", [BuildContext.Split, BuildContext.Leaks, BuildContext.Unreadable], count => new SplitStep(build).Run(count));
        Step("rl", "questions", [BuildContext.RlTrain, BuildContext.RlTest], count => RlStep.Run(build, count));
        Step("correct", "responses", [BuildContext.Correct, BuildContext.Passes], count => new CorrectStep(build).Run(count));
        Step("select", "responses", [BuildContext.Select], new SelectStep(build).Run);
        Step("compress", "thoughts", [BuildContext.Compress], new CompressStep(build).Run);
        Step("rebucket", "cuts", [BuildContext.Rebucket], count => BucketSteps.AssignActualRatios(build, count));
        Step("intersect", "questions", [BuildContext.Intersect], count => BucketSteps.KeepWholeSets(build, count));
        Step("filter", "questions", [BuildContext.Filter], count => BucketSteps.DropBadSamples(build, count));
        Step("mix", "questions", [BuildContext.Train, SampleFiles.Parquet(BuildContext.Train), BuildContext.Validation, SampleFiles.Parquet(BuildContext.Validation)], new MixStep(build).Run);
        if (options.TokenSkip.Enabled) Step("tokenskip", "questions", [BuildContext.TokenSkipData], new TokenSkipStep(build).Run);
        LeakAudit.Check(build);
        string[] outputs = [BuildContext.Train, SampleFiles.Parquet(BuildContext.Train), BuildContext.Validation, SampleFiles.Parquet(BuildContext.Validation), BuildContext.RlTrain, BuildContext.RlTest,
            .. options.TokenSkip.Enabled ? [BuildContext.TokenSkipData] : Array.Empty<string>()];
        var manifest = new SftManifest(!options.AllowBenchmark, inputs, steps, outputs.ToDictionary(name => name, name => Hash(run.PathOf(name))), OptionsFile.Text(options));
        WriteJson(run.PathOf(ManifestName), manifest);
        FunnelPage.Write(manifest, run.PathOf("funnel.html"));
        return manifest;
    }

    // A base model's tokenizer does not have the control tokens yet; they get the ids they will have in the model to be trained.
    private static PromptFormat StudentFormat(SftBuildOptions options, RunFolder run)
    {
        var student = TokenizerFile.Load(options.Tokenizer);
        var tokens = ControlToken.All.Select(token => token.Text).ToList();
        if (student.TokenToId(ControlToken.PolicyAlias) is not null) tokens.Remove(ControlToken.Policy.Text);
        if (tokens.All(token => student.TokenToId(token) is not null)) return PromptFormat.For(student);
        Directory.CreateDirectory(run.PathOf("tokenizer"));
        var extended = run.PathOf($"tokenizer/{TokenizerFile.FileName}");
        TokenizerFile.AddTokens(options.Tokenizer, extended, tokens);
        return PromptFormat.For(TokenizerFile.Load(extended));
    }

    private void Step(string name, string unit, IReadOnlyList<string> outputs, Action<StepCounter> work)
    {
        cancellation.ThrowIfCancellationRequested();
        var manifest = $"steps/{name}.manifest.json";
        var isNew = run.Stage(name, [.. outputs, manifest], () =>
        {
            var count = new StepCounter(name, unit);
            work(count);
            WriteJson(run.PathOf(manifest), count.Manifest());
        });
        if (!isNew) progress.Skip(name);
        steps.Add(JsonSerializer.Deserialize<StepManifest>(File.ReadAllBytes(run.PathOf(manifest)), Json)!);
    }

    // A resumed run must not mix two versions of an input.
    private Dictionary<string, string> CheckInputs()
    {
        Directory.CreateDirectory(run.PathOf("steps"));
        string[] files = [.. options.Inputs, .. options.Benchmarks, Directory.Exists(options.Tokenizer) ? Path.Combine(options.Tokenizer, TokenizerFile.FileName) : options.Tokenizer, .. options.Mix.Budgets is { } budgets ? [budgets] : Array.Empty<string>()];
        var hashes = files.Distinct().ToDictionary(file => file, Hash);
        var saved = run.PathOf(InputHashes);
        if (File.Exists(saved))
        {
            var before = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(saved))!;
            if (files.FirstOrDefault(file => before.GetValueOrDefault(file) != hashes[file]) is { } changed)
                throw new InputException($"{changed} has changed since this run began; begin a new one with another --out");
        }
        else WriteJson(saved, hashes);
        return hashes;
    }

    private static void WriteJson<T>(string path, T value) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Json));

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
