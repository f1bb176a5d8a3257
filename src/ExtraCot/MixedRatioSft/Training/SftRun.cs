using System.Text.Json;
using ExtraCot.Benchmarks;
using ExtraCot.Diagnostics;
using ExtraCot.Nn.Runtime;
using ExtraCot.Nn.Training;
using ExtraCot.Nn.Weights;
using ExtraCot.Runs;
using static TorchSharp.torch;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>
/// A training run in its folder: the model in Hugging Face's layout, beside it options, metrics, TensorBoard events, <c>training.json</c>;
/// while it runs, checkpoints from which it goes on to the very same weights.
/// </summary>
/// <param name="options">Checked options.</param>
/// <param name="data">Its samples, read before the folder is made: bad ones leave nothing behind.</param>
/// <param name="run">The folder.</param>
/// <param name="progress">Whom to tell.</param>
public sealed class SftRun(SftOptions options, SftDataset data, RunFolder run, IStageProgress progress)
{
    private const string Stage = "sft", Summary = "training.json", State = "state.json", Best = "best.safetensors", Precision = "precision.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly StepCheckpoints checkpoints = new(run.PathOf("checkpoints"));

    /// <summary>Trains, or goes on from the newest checkpoint.</summary>
    /// <exception cref="TrainingException">The loss is not finite or memory ran out.</exception>
    /// <exception cref="OperationCanceledException">Stopped; a checkpoint at the last finished step is written.</exception>
    public SftSummary Run(CancellationToken cancellation = default)
    {
        TorchRuntime.Initialize();
        if (!run.Stage(Stage, ["config.json", "model.safetensors", "tokenizer.json", Summary], () => Train(cancellation))) progress.Skip(Stage);
        return Read<SftSummary>(run.PathOf(Summary));
    }

    private void Train(CancellationToken cancellation)
    {
        var device = TorchRuntime.Device;
        using var model = LanguageModel.Load(ShippedModels.Find(options.Model), device: device);
        if (options.GradientCheckpointing || options.LoraRank > 0) LargeBlocks.ReturnToSystem(1 << 20); // who asks for less memory gets it, for time
        var compute = Compute(device);
        model.Model.ComputeType = compute.DType == "bfloat16" ? ScalarType.BFloat16 : ScalarType.Float32;
        model.Model.Checkpointing = options.GradientCheckpointing;
        if (options.InitialiseControls) ControlRows.Initialise(model.Model, model.Format.ControlIds, options.Seed);
        if (options.LoraRank > 0) model.Model.AddAdapters(options.LoraRank, options.LoraAlpha, options.Seed);
        SftState state;
        int steps;
        using (var trainer = new SftTrainer(model.Model, data, options))
        using (var log = new SftLog(run, progress, Math.Max(1, compute.DType == "bfloat16" ? compute.Bfloat16Gflops : compute.Float32Gflops)))
        {
            state = Loop(model, trainer, log, cancellation);
            steps = trainer.Step;
            if (state.BestLoss is not null)
                using (var best = new SafetensorsFile(run.PathOf(Best))) best.ReadInto("values", trainer.Parameters.Values);
            model.Model.MergeAdapters();
            if (device.type == TorchSharp.DeviceType.CPU) model.Model.ComputeType = ScalarType.Float32; // what the folder's users will run it in
            var controls = new ControlMeasure(data.Validation, options).Run(model, cancellation);
            log.Write(steps, controls);
            model.Save(run.FullPath);
            Write(run.PathOf(Summary), new SftSummary(data.Training.Count, data.Validation.Count, data.TooLong, steps, state.BestLoss is null ? steps : state.BestStep,
                state.BestLoss, $"{compute.DType}: {compute.Reason}", PeakMemory.Bytes(), controls));
        }
        progress.End();
        checkpoints.Clear();
        File.Delete(run.PathOf(Best));
    }

    private SftState Loop(LanguageModel model, SftTrainer trainer, SftLog log, CancellationToken cancellation)
    {
        var state = new SftState(null, 0, 0);
        if (checkpoints.Newest is { } newest)
        {
            trainer.Load(newest);
            state = Read<SftState>(Path.Combine(newest, State));
        }
        progress.Begin(Stage, trainer.Steps, done: trainer.Step);
        var saved = trainer.Step;
        void Save() => checkpoints.Save(saved = trainer.Step, folder =>
        {
            trainer.Save(folder);
            Write(Path.Combine(folder, State), state);
        }, options.KeepCheckpoints);
        while (trainer.Step < trainer.Steps && !(options.Patience > 0 && state.Stale >= options.Patience))
        {
            if (cancellation.IsCancellationRequested)
            {
                if (trainer.Step > saved) Save();
                throw new OperationCanceledException(cancellation);
            }
            log.Write(trainer.Next(), trainer.Operations);
            if (data.Validation.Count > 0 && (trainer.Step % options.EvaluateEvery == 0 || trainer.Step == trainer.Steps))
            {
                state = Validate(model, trainer, log, state, cancellation);
                log.Restart();
            }
            if (trainer.Step % options.SaveEvery == 0 && trainer.Step < trainer.Steps) Save();
        }
        return state;
    }

    private SftState Validate(LanguageModel model, SftTrainer trainer, SftLog log, SftState state, CancellationToken cancellation)
    {
        var controls = SftPasses.Measure(model.Model, data.Validation, options.TokensPerPass);
        var total = controls.Values.Aggregate(default(LossTally), (sum, part) => sum + part);
        log.Write(trainer.Step, total.Mean, controls);
        progress.Report(trainer.Step, ("held-out loss", total.Mean));
        var next = state.Next(total.Mean, trainer.Step);
        if (next.BestStep == trainer.Step) SafetensorsWriter.Write(run.PathOf(Best), [("values", trainer.Parameters.Values)]);
        // The last one follows when the best weights are back.
        if (trainer.Step < trainer.Steps && options.LoraRank == 0) log.Write(trainer.Step, new ControlMeasure(data.Validation, options).Run(model, cancellation));
        return next;
    }

    // A measurement wavers: a resumed run computes as it began.
    private ComputeChoice Compute(Device device)
    {
        var path = run.PathOf(Precision);
        if (File.Exists(path)) return Read<ComputeChoice>(path);
        var measured = ComputeChoice.Measure(device);
        var choice = options.Precision == SftPrecision.Auto ? measured : measured with { DType = options.Precision.ToString().ToLowerInvariant(), Reason = "as the options say" };
        Write(path, choice);
        return choice;
    }

    private static void Write<T>(string path, T value) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Json));

    private static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json)!;
}
