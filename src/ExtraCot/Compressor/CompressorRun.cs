using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Annotation;
using ExtraCot.Nn.Runtime;
using ExtraCot.Nn.Training;
using ExtraCot.Pretraining;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>
/// A compressor training in its folder: the best model in Hugging Face's layout, beside it the last one (<c>last/</c>), options, <c>metrics.jsonl</c>,
/// TensorBoard events (<c>tensorboard/</c>) and the final measurement (<c>evaluation.json</c>).
/// </summary>
public static class CompressorRun
{
    private const string Best = "best", Last = "last", Checkpoints = "checkpoints", State = "state.json", Evaluation = "evaluation.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Trains, or goes on with a run that was stopped.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="resume">Whether to go on with the run that is there.</param>
    /// <param name="progress">Told of steps, losses and keep-F1; null tells nobody.</param>
    /// <param name="cancellation">Stops behind a checkpoint; <paramref name="resume"/> goes on from there.</param>
    /// <returns>How well the best model chooses the teacher's units on the validation part.</returns>
    /// <exception cref="InputException">Data, labels or model folder are missing or do not fit.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the last checkpoint is from before that.</exception>
    public static KeepQuality Run(string folder, CompressorRunOptions options, bool resume, IStageProgress? progress = null, CancellationToken cancellation = default)
    {
        TorchRuntime.Initialize();
        progress ??= IStageProgress.None;
        using var run = RunFolder.Open(folder, options, resume);
        if (!run.Stage("train", ["config.json", "model.safetensors", TokenizerFile.FileName, Evaluation], () => Train(run, options, progress, cancellation)))
            progress.Skip("train");
        return JsonSerializer.Deserialize<KeepQuality>(File.ReadAllBytes(run.PathOf(Evaluation)), Json);
    }

    private static void Train(RunFolder run, CompressorRunOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin("labels", 0, "thoughts");
        PrepareTokenizer(run, options);
        using var model = Create(run, options);
        model.Classifier.GradientCheckpointing = options.GradientCheckpointing;
        if (options.Precision == PretrainPrecision.Bfloat16) model.Classifier.ComputeType = ScalarType.BFloat16;
        var samples = Samples(options, DataPart.Train, model.Tokenizer);
        var held = Samples(options, DataPart.Validation, model.Tokenizer);
        progress.Report(samples.Count + held.Count);
        progress.End();
        using (var training = new CompressorTraining(model, samples, options.Training, SeededRandom.For(options.Seed, "compressor")))
        {
            Loop(run, options, model, training, held, progress, cancellation);
            model.Save(run.PathOf(Last), run.PathOf(TokenizerFile.FileName), ScalarType.BFloat16);
        }
        using var best = CompressorModel.Load(run.PathOf(Best));
        best.Save(run.FullPath, run.PathOf(TokenizerFile.FileName), ScalarType.BFloat16);
        using var stored = CompressorModel.Load(run.FullPath);
        var quality = CompressorTrainer.Evaluate(stored, held);
        AtomicFile.Write(run.PathOf(Evaluation), stream => JsonSerializer.Serialize(stream, quality, Json));
        Directory.Delete(run.PathOf(Best), recursive: true);
        Directory.Delete(run.PathOf(Checkpoints), recursive: true);
    }

    private static void Loop(RunFolder run, CompressorRunOptions options, CompressorModel model, CompressorTraining training,
        IReadOnlyList<CompressorSample> held, IStageProgress progress, CancellationToken cancellation)
    {
        var checkpoints = new StepCheckpoints(run.PathOf(Checkpoints));
        var state = new CompressorRunState();
        if (checkpoints.Newest is { } newest)
        {
            training.Load(newest);
            state = JsonSerializer.Deserialize<CompressorRunState>(File.ReadAllBytes(Path.Combine(newest, State)), Json)!;
        }
        using var board = new TensorBoardLog(run.PathOf("tensorboard"));
        progress.Begin("train", training.Steps, done: training.Step);
        var clock = Stopwatch.StartNew();
        while (training.Step < training.Steps && state.Worse < options.Patience)
        {
            if (cancellation.IsCancellationRequested)
            {
                Checkpoint();
                throw new OperationCanceledException(cancellation);
            }
            var step = training.Next();
            var rate = step.Tokens / clock.Elapsed.TotalSeconds;
            clock.Restart();
            Write("train", step.Step, ("loss", step.Loss), ("gradientNorm", step.GradientNorm), ("learningRate", step.LearningRate), ("tokensPerSecond", Math.Round(rate)));
            progress.Report(step.Step, ("loss", step.Loss), ("tokens/s", rate));
            if (step.Step % options.EvaluateEvery == 0 || step.Step == step.Steps) Measure();
            if (step.Step % options.CheckpointEvery == 0) Checkpoint();
        }
        progress.End();

        void Measure()
        {
            var quality = CompressorTrainer.Evaluate(model, held);
            var better = quality.BudgetF1 > state.BestF1;
            state = better ? new(quality.BudgetF1, training.Step, 0) : state with { Worse = state.Worse + 1 };
            if (better) model.Save(run.PathOf(Best), run.PathOf(TokenizerFile.FileName));
            Write("validation", training.Step, ("keepF1", quality.BudgetF1), ("precision", quality.Precision), ("recall", quality.Recall));
            progress.Report(training.Step, ("keep-F1", quality.BudgetF1));
            clock.Restart();
        }

        void Checkpoint() => checkpoints.Save(training.Step, folder =>
        {
            training.Save(folder);
            File.WriteAllBytes(Path.Combine(folder, State), JsonSerializer.SerializeToUtf8Bytes(state, Json));
        });

        void Write(string stage, int step, params ReadOnlySpan<(string Name, double Value)> values)
        {
            run.Metrics.Write(stage, step, values);
            foreach (var (name, value) in values) board.Scalar($"{stage}/{name}", step, value);
        }
    }

    private static void PrepareTokenizer(RunFolder run, CompressorRunOptions options)
    {
        var path = run.PathOf(TokenizerFile.FileName);
        if (File.Exists(path)) return; // of the run to resume
        if (options.From is { } folder)
        {
            File.Copy(Path.Combine(folder, TokenizerFile.FileName), path);
            return;
        }
        var texts = options.Labels is { } labels
            ? LabelFile.Read(labels).Where(row => QuestionSplit.Of(row.Question) == DataPart.Train).Select(row => (row.Question, row.Thought))
            : TrainingThoughts.Thoughts(options.Data, DataPart.Train, options.MostPerFile).Select(thought => (thought.Question, Thought: thought.Text));
        var temporary = path + ".tmp";
        BytePairTrainer.Train(texts.SelectMany(pair => new[] { pair.Question, pair.Thought }), options.Vocabulary, temporary);
        File.Move(temporary, path);
    }

    private static CompressorModel Create(RunFolder run, CompressorRunOptions options)
    {
        var seed = (long)(options.Seed & long.MaxValue);
        return options.From is { } folder ? CompressorModel.LoadEncoder(folder, seed) : CompressorModel.Create(options.Model, TokenizerFile.Load(run.FullPath), seed);
    }

    private static List<CompressorSample> Samples(CompressorRunOptions options, DataPart part, ITokenizer tokenizer) => options.Labels is { } labels
        ? TrainingThoughts.FromLabels(labels, part, tokenizer, options.Ratios)
        : TrainingThoughts.Label(TrainingThoughts.Thoughts(options.Data, part, options.MostPerFile), new RulesScorer(), tokenizer, options.Ratios);
}
