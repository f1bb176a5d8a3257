using ExtraCot.Nn.Weights;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// The control head: five rows and a bias over the body's last hidden state at the control position, which choose the ratio
/// in policy mode. It stands beside the body's weights (<c>control_head.safetensors</c>), so that fitting it cannot damage the body.
/// </summary>
public sealed class ControlHead : IDisposable
{
    /// <summary>Name of the head's file in a model folder.</summary>
    public const string FileName = "control_head.safetensors";

    private ControlHead(Tensor weight, Tensor bias)
    {
        Weight = weight.DetachFromDisposeScope();
        Bias = bias.DetachFromDisposeScope();
    }

    /// <value>[ratios, d] float32.</value>
    public Tensor Weight { get; }

    /// <value>[ratios] float32.</value>
    public Tensor Bias { get; }

    /// <summary>A head that chooses every ratio with equal probability.</summary>
    /// <param name="ratios">Size of the ratio grid.</param>
    /// <param name="width">d, the body's hidden size.</param>
    public static ControlHead Create(int ratios, int width) => new(zeros(ratios, width), zeros(ratios));

    /// <summary>The head of a model folder, or null when it has none.</summary>
    /// <exception cref="WeightsException">The file is damaged.</exception>
    public static ControlHead? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        using var file = new SafetensorsFile(path);
        return new ControlHead(file.Read("weight"), file.Read("bias"));
    }

    /// <summary>Takes the values of a head that <see cref="Save"/> wrote.</summary>
    internal void Read(string folder)
    {
        using var file = new SafetensorsFile(Path.Combine(folder, FileName));
        file.ReadInto("weight", Weight);
        file.ReadInto("bias", Bias);
    }

    /// <summary>Writes the head into a model folder.</summary>
    public void Save(string folder) => SafetensorsWriter.Write(Path.Combine(folder, FileName), [("weight", Weight), ("bias", Bias)]);

    /// <summary>Scores of the ratios.</summary>
    /// <param name="hidden">[P, d]: hidden states at the control position.</param>
    /// <returns>[P, ratios].</returns>
    public Tensor Logits(Tensor hidden) => nn.functional.linear(hidden, Weight, Bias);

    /// <summary>Mean entropy in nats of the choice, at temperature 1.</summary>
    /// <param name="logits">[P, ratios].</param>
    internal static double Entropy(Tensor logits)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var logPolicy = nn.functional.log_softmax(logits, 1);
        return -(logPolicy.exp() * logPolicy).sum(1).mean().item<float>();
    }

    /// <summary>The preferred ratio of each prompt.</summary>
    public int[] Choose(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return Logits(hidden).argmax(1).data<long>().Select(index => (int)index).ToArray();
    }

    /// <summary>One ratio a prompt drawn with the head's probabilities.</summary>
    public int[] Sample(Tensor hidden, Text.SeededRandom random)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var cumulative = nn.functional.softmax(Logits(hidden), 1).cumsum(1).data<float>().ToArray();
        var ratios = (int)Bias.size(0);
        var chosen = new int[cumulative.Length / ratios];
        for (var p = 0; p < chosen.Length; p++)
        {
            var u = random.NextDouble();
            while (chosen[p] < ratios - 1 && cumulative[p * ratios + chosen[p]] < u) chosen[p]++;
        }
        return chosen;
    }

    /// <summary>The ratio for one hidden state, as an engine gives it: drawn with the head's probabilities, or the preferred one where <paramref name="random"/> is null.</summary>
    /// <param name="hidden">[d]: <see cref="Nn.Generation.SamplingOptions.FirstToken"/> gives it.</param>
    /// <param name="random">Where the draw comes from.</param>
    public int Choose(ReadOnlySpan<float> hidden, Text.SeededRandom? random)
    {
        using var row = tensor(hidden.ToArray(), [1, hidden.Length]);
        return (random is null ? Choose(row) : Sample(row, random))[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Bias.Dispose();
    }
}
