using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Pretraining;

/// <summary>
/// A pre-training run in its folder: the model in Hugging Face's layout, beside it options, metrics, loss curve (<c>loss.svg</c>) and the
/// final accuracy (<c>evaluation.json</c>).
/// </summary>
public static class PretrainRun
{
    internal const string TrainingMetrics = "pretrain", HeldOutMetrics = "pretrain-held-out";
    private const string Tokenizer = TokenizerFile.FileName, Generation = "generation_config.json", Picture = "loss.svg", Evaluation = "evaluation.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Trains, or goes on with a run that was stopped, then measures.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="resume">Whether to go on with the run that is there.</param>
    /// <param name="progress">Told of steps, tokens/s and losses; null tells nobody.</param>
    /// <param name="cancellation">Stops cleanly; <paramref name="resume"/> goes on from there.</param>
    /// <returns>Accuracy on held-out problems; null where none were to be answered.</returns>
    public static GreedyScore? Run(string folder, PretrainOptions options, bool resume, IStageProgress? progress = null, CancellationToken cancellation = default)
    {
        TorchRuntime.Initialize();
        progress ??= IStageProgress.None;
        using var run = RunFolder.Open(folder, options, resume);
        Stage(run, "pretrain", ["config.json", "model.safetensors", Tokenizer, Generation, Picture], progress, () => Train(run, options, progress, cancellation));
        if (options.HeldOutProblems == 0) return null;
        Stage(run, "evaluate", [Evaluation], progress, () => Evaluate(run, options, progress, cancellation));
        return JsonSerializer.Deserialize<GreedyScore>(File.ReadAllBytes(run.PathOf(Evaluation)), Json);
    }

    private static void Stage(RunFolder run, string name, string[] outputs, IStageProgress progress, Action work)
    {
        if (!run.Stage(name, outputs, work)) progress.Skip(name);
    }

    private static void Train(RunFolder run, PretrainOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        SmallWorldTokenizer.Write(run.PathOf(Tokenizer));
        var tokenizer = TokenizerFile.Load(run.FullPath);
        var checkpoints = new StepCheckpoints(run.PathOf("checkpoints"));
        progress.Begin("pretrain", options.Steps, done: checkpoints.Steps);
        var clock = Stopwatch.StartNew();
        using var model = new Pretrainer(tokenizer, options, checkpoints).Train(step =>
        {
            Report(run.Metrics, progress, step, tokensPerSecond: Math.Round(step.Tokens / clock.Elapsed.TotalSeconds));
            clock.Restart();
        }, cancellation);
        progress.End();
        model.Save(run.FullPath, ScalarType.Float16);
        SaveGenerationConfig(run.PathOf(Generation), tokenizer);
        LossCurve.Draw(run.PathOf("metrics.jsonl"), run.PathOf(Picture));
        checkpoints.Clear();
    }

    private static void Report(MetricsLog metrics, IStageProgress progress, PretrainProgress step, double tokensPerSecond)
    {
        metrics.Write(TrainingMetrics, step.Step, ("loss", step.Loss), ("gradientNorm", step.GradientNorm),
            ("learningRate", step.LearningRate), ("tokens", step.Tokens), ("tokensPerSecond", tokensPerSecond));
        progress.Report(step.Step, ("loss", step.Loss), ("tokens/s", tokensPerSecond));
        if (step.HeldOut is not { } held) return;
        metrics.Write(HeldOutMetrics, step.Step, ("loss", held.Loss), ("drillAccuracy", held.DrillAccuracy), ("solutionAccuracy", held.SolutionAccuracy));
        progress.Report(step.Step, ("held-out loss", held.Loss), ("right drills", held.DrillAccuracy));
    }

    private static void SaveGenerationConfig(string path, HuggingFaceTokenizer tokenizer) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, new
    {
        bos_token_id = tokenizer.TokenToId("<bos>"),
        eos_token_id = tokenizer.TokenToId("<eos>"),
        pad_token_id = tokenizer.TokenToId("<pad>"),
        do_sample = false,
    }, Json));

    private static void Evaluate(RunFolder run, PretrainOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin("evaluate", 2L * options.HeldOutProblems, "answers");
        using var model = Qwen3Model.Load(run.FullPath);
        using var engine = InferenceEngine.For(model);
        var format = PromptFormat.For(TokenizerFile.Load(run.FullPath));
        var score = new GreedyMeasure(engine, format).Score(Problems(options), progress, cancellation);
        progress.End();
        AtomicFile.Write(run.PathOf(Evaluation), stream => JsonSerializer.Serialize(stream, score, Json));
    }

    private static List<SmallProblem> Problems(PretrainOptions options)
    {
        var random = Text.SeededRandom.For(options.Seed, "pretrain-problems");
        return [.. Enumerable.Range(0, options.HeldOutProblems).Select(_ => ProblemGenerator.Next(
            random, heldOut: true, random.Next(2, options.Problems.MaxEquations), random.Chance(options.Problems.HardShare)))];
    }
}
