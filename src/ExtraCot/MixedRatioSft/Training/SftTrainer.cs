using System.Runtime.InteropServices;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>
/// Optimiser steps of mixed-ratio SFT: packed samples, loss on the response alone, gradients accumulated over passes and workers,
/// AdamW on float32 weights, cosine with warm-up.
/// </summary>
public sealed class SftTrainer : IDisposable
{
    private readonly SftOptions options;
    private readonly IReadOnlyList<SftItem[]> steps;
    private readonly ModelReplicas<Qwen3Model> replicas;
    private readonly AdamW optimizer;
    private readonly Qwen3Config config;

    /// <summary>A trainer at step 0.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="data">Samples.</param>
    /// <param name="options">Checked options.</param>
    public SftTrainer(Qwen3Model model, SftDataset data, SftOptions options)
    {
        (this.options, config) = (options, model.Config);
        steps = data.Steps(options);
        replicas = new ModelReplicas<Qwen3Model>(model, model.Device.type == TorchSharp.DeviceType.CPU ? Workers(options, model.ParameterCount) : 1);
        optimizer = new AdamW(replicas.Parameters, new AdamWOptions { Beta2 = options.Beta2, WeightDecay = options.WeightDecay });
    }

    /// <value>Steps done.</value>
    public int Step => (int)optimizer.Steps;

    /// <value>Steps in all.</value>
    public int Steps => steps.Count;

    /// <value>Floating-point operations of the last step's products.</value>
    public double Operations { get; private set; }

    /// <value>Parameters and gradients.</value>
    internal FlatParameters Parameters => replicas.Parameters;

    /// <summary>The next optimiser step; the weights change only when loss and gradient are finite.</summary>
    /// <exception cref="TrainingException">They are not, or memory ran out; the message says what to change.</exception>
    public SftStep Next()
    {
        var batch = steps[Step];
        var targets = batch.Sum(item => (long)item.Sequence.Targets);
        var shares = LengthBatches.Split(batch, item => item.Sequence.Ids.Length, replicas.Count);
        var tallies = new IReadOnlyDictionary<string, LossTally>[replicas.Count];
        double loss;
        try
        {
            loss = replicas.Backward((model, worker) =>
                (tallies[worker] = SftPasses.Backward(model, shares[worker], options.TokensPerPass, targets)).Values.Sum(tally => tally.Sum)).Sum() / targets;
        }
        catch (ExternalException failure) when (OutOfMemory.Is(failure))
        {
            throw new TrainingException(OutOfMemory.Advice(options, batch.Max(item => item.Sequence.Ids.Length)));
        }
        var norm = double.IsFinite(loss) ? replicas.Parameters.ClipGradients(options.MaxGradientNorm) : double.NaN;
        if (!double.IsFinite(loss) || !double.IsFinite(norm)) throw NotFinite(batch, loss, norm);
        var rate = options.LearningRate * LearningRateSchedule.Cosine(Step, (long)Math.Ceiling(options.WarmupShare * Steps), Steps);
        optimizer.Step(rate);
        Operations = TrainingCost.Operations(config, batch.Select(item => item.Sequence));
        return new SftStep(Step, Steps, batch.Sum(item => item.Sequence.Ids.Length), loss, norm, rate, LossTally.Join(tallies.SelectMany(tally => tally)));
    }

    /// <summary>Writes weights, moments and step into an existing folder.</summary>
    public void Save(string folder) => TrainingState.Save(folder, replicas.Parameters, optimizer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Nn.Weights.WeightsException">It is of a model of another shape, or damaged.</exception>
    public void Load(string folder) => TrainingState.Load(folder, replicas.Parameters, optimizer);

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        replicas.Dispose();
    }

    private TrainingException NotFinite(SftItem[] batch, double loss, double norm)
    {
        var names = string.Join(", ", batch.Take(8).Select(item => $"{item.Sample.Id} ({item.Sample.Control})")) + (batch.Length > 8 ? $" and {batch.Length - 8} more" : "");
        return new TrainingException($"step {Step + 1}: the loss is {loss}, the gradient norm {norm}; the weights stay those of step {Step} and the last checkpoint is good. Samples of the batch: {names}. Lower learningRate (now {options.LearningRate:g3}) or look at these samples");
    }

    /// <summary>Worker threads for a model of so many parameters.</summary>
    internal static int Workers(SftOptions options, long parameters) =>
        options.Workers > 0 ? options.Workers : parameters < 10_000_000 ? Environment.ProcessorCount : 1;
}
