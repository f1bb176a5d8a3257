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
        Steps++;
        var decayed = options.DecayVectors ? parameters.Values.numel() : parameters.DecayedCount;
        var update = new AdamWUpdate(learningRate, Steps, options);
        if (parameters.Values.device_type == TorchSharp.DeviceType.CPU) update.InOnePass(parameters.Values, parameters.Gradients, first, second, decayed);
        else update.InOperations(parameters.Values, parameters.Gradients, first, second, decayed);
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
