using ExtraCot.Nn.Weights;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// AdamW over flat parameters (Loshchilov and Hutter, arXiv 1711.05101; PyTorch's order of operations):
/// <code>
/// θ ← θ − lr·wd·θ;  m ← β1·m + (1 − β1)·g;  v ← β2·v + (1 − β2)·g²
/// θ ← θ − lr/(1 − β1^t) · m / (√v/√(1 − β2^t) + ε)
/// </code>
/// </summary>
public sealed class AdamW(FlatParameters parameters, AdamWOptions options) : IDisposable
{
    private readonly Tensor first = zeros_like(parameters.Values).DetachFromDisposeScope();
    private readonly Tensor second = zeros_like(parameters.Values).DetachFromDisposeScope();

    /// <value>Steps taken.</value>
    public long Steps { get; private set; }

    /// <summary>One update from the gradients, which stay as they are.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Steps++;
        var (values, gradients) = (parameters.Values, parameters.Gradients);
        var decayed = options.DecayVectors ? values : values.narrow(0, 0, parameters.DecayedCount);
        decayed.mul_(1 - learningRate * options.WeightDecay);
        first.mul_(options.Beta1).add_(gradients, alpha: 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(gradients, gradients, 1 - options.Beta2);
        var denominator = second.sqrt().div_(Math.Sqrt(1 - Math.Pow(options.Beta2, Steps))).add_(options.Epsilon);
        values.addcdiv_(first, denominator, -learningRate / (1 - Math.Pow(options.Beta1, Steps)));
    }

    /// <summary>Writes moments and step count for an exact resume.</summary>
    public void Save(string path) => SafetensorsWriter.Write(path, [("first", first), ("second", second)],
        metadata: new Dictionary<string, string> { ["steps"] = Steps.ToString() });

    /// <summary>Takes moments and step count from a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="WeightsException">The file is damaged or of another model.</exception>
    public void Load(string path)
    {
        using var file = new SafetensorsFile(path);
        file.ReadInto("first", first);
        file.ReadInto("second", second);
        Steps = long.Parse(file.Metadata.GetValueOrDefault("steps") ?? throw new WeightsException($"{path}: no step count in its metadata"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
