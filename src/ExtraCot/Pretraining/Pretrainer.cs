using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Runs;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Pretraining;

/// <summary>
/// Trains a Qwen3 model from random weights on the small world: a constant rate, then a linear decay (warm-up, stable, decay), data
/// parallel over the processors, with checkpoints from which a run goes on to the very same weights.
/// </summary>
/// <param name="tokenizer">The small world's.</param>
/// <param name="options">Checked options.</param>
/// <param name="checkpoints">The run's checkpoints.</param>
public sealed class Pretrainer(ITokenizer tokenizer, PretrainOptions options, StepCheckpoints checkpoints)
{
    private const double Floor = .02; // of the peak rate; from the prototype's recipe, as is β2
    private readonly PretrainingData data = new(tokenizer, options.Seed, options.Problems);

    /// <summary>Trains to the last step, starting from the newest checkpoint if there is one.</summary>
    /// <param name="report">Told of each step.</param>
    /// <param name="cancellation">Ends the run after a checkpoint at the present step.</param>
    /// <returns>The trained model; the caller disposes of it.</returns>
    /// <exception cref="TrainingException">The loss is not finite; the last checkpoint is from before that.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; its checkpoint is written.</exception>
    public Qwen3Model Train(Action<PretrainProgress>? report = null, CancellationToken cancellation = default)
    {
        var model = Create();
        try
        {
            Train(model, report, cancellation);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private Qwen3Model Create()
    {
        var model = Qwen3Model.Create(options.Model.For(tokenizer.VocabularySize, tokenizer.TokenToId("<eos>")!.Value), options.Seed);
        model.ComputeType = options.Precision == PretrainPrecision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        return model;
    }

    private void Train(Qwen3Model model, Action<PretrainProgress>? report, CancellationToken cancellation)
    {
        using var replicas = new ModelReplicas<Qwen3Model>(model, options.Workers > 0 ? options.Workers : Environment.ProcessorCount);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions { Beta2 = .95, WeightDecay = options.WeightDecay });
        var held = new HeldOutMeasure(tokenizer, data.HeldOut(options.HeldOutDocuments));
        if (checkpoints.Newest is { } newest) TrainingState.Load(newest, replicas.Parameters, optimizer);
        void Save(string folder) => TrainingState.Save(folder, replicas.Parameters, optimizer);
        var (step, saved) = ((int)optimizer.Steps, (int)optimizer.Steps);
        while (step < options.Steps)
        {
            if (cancellation.IsCancellationRequested)
            {
                if (step > saved) checkpoints.Save(step, Save);
                throw new OperationCanceledException(cancellation);
            }
            var progress = Step(replicas, optimizer, step++);
            if (step % options.EvaluateEvery == 0 || step == options.Steps) progress = progress with { HeldOut = held.Score(model) };
            if (step % options.CheckpointEvery == 0 || step == options.Steps)
                checkpoints.Save(saved = step, Save);
            report?.Invoke(progress);
        }
    }

    private PretrainProgress Step(ModelReplicas<Qwen3Model> replicas, AdamW optimizer, int step)
    {
        var batch = data.Batch(step, options.TokensPerStep);
        var targets = batch.Sum(document => document.Targets);
        var loss = replicas.Backward((model, worker) =>
            MicroBatches.Cut(MicroBatches.Share(batch, worker, replicas.Count)).Sum(rows => Backward(model, rows, targets))).Sum();
        var rate = options.LearningRate * LearningRateSchedule.ConstantThenLinear(step, options.Warmup, options.Steps, options.ConstantShare, Floor);
        if (!double.IsFinite(loss)) throw new TrainingException($"pre-training step {step + 1}: the loss is {loss}; lower learningRate (now {rate:g3})");
        var norm = replicas.Parameters.ClipGradients(options.MaxGradientNorm);
        optimizer.Step(rate);
        return new PretrainProgress(step + 1, options.Steps, batch.Sum(document => document.Ids.Length), loss, norm, rate, HeldOut: null);
    }

    private static double Backward(Qwen3Model model, IReadOnlyList<TrainingSequence> rows, int targets)
    {
        using var scope = NewDisposeScope();
        var loss = new PackedBatch(rows).LossSum(model) / targets; // of the whole step, so that cutting changes nothing
        loss.backward();
        return loss.item<float>();
    }
}
