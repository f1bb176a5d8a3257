using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Runs a model over a static cache; the host waits for the device only to read the logits.</summary>
internal sealed class TorchRunner : IModelRunner
{
    private readonly Qwen3Model model;
    private readonly Device device;
    private readonly StaticCache cache;
    private readonly float[] logits; // [rows, vocabulary]
    private readonly float[] promptHidden;

    /// <param name="model">Not disposed here.</param>
    /// <param name="rows">Sequences decoded together.</param>
    /// <param name="capacity">Most positions of a sequence.</param>
    internal TorchRunner(Qwen3Model model, int rows, int capacity)
    {
        (this.model, Rows) = (model, rows);
        device = model.Parameters[0].Value.device;
        cache = new StaticCache(model.Config, rows + 1, capacity, model.ComputeType, device); // the last row is the prompt's
        logits = new float[rows * model.Config.VocabularySize];
        promptHidden = new float[model.Config.HiddenSize];
    }

    public int Rows { get; }

    public int PrefillChunk => 2048;

    public bool KeepsPrompt => false; // a product's rounding depends on its shape here

    public void Prefill(ReadOnlySpan<int> tokens, int start)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var count = tokens.Length;
        var input = new long[3 * count];
        for (var i = 0; i < count; i++) Place(input, i, count, tokens[i], Rows, start + i);
        var (ids, positions, slots) = Upload(input, count);
        Run(ids, positions, start + count, new PrefillAttention(cache, slots, Rows, start), lastOnly: true);
    }

    public void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (count, longest) = (tokens.Length, 0);
        var input = new long[3 * count];
        for (var row = 0; row < count; row++)
        {
            Place(input, row, count, tokens[row], row, positions[row]);
            longest = Math.Max(longest, positions[row] + 1);
        }
        var (ids, places, slots) = Upload(input, count);
        Run(ids, places, longest, new DecodeAttention(cache, slots, places, longest), lastOnly: false);
    }

    public ReadOnlySpan<float> Logits(int row) => logits.AsSpan(row * model.Config.VocabularySize, model.Config.VocabularySize);

    public ReadOnlySpan<float> PromptHidden => promptHidden;

    public bool TryReserve(int row, int positions) => true; // every row has room for the longest sequence

    public void TakePrompt(int row, int length) => MoveRow(Rows, row, length);

    public void FreeRow(int row)
    {
    }

    public void MoveRow(int from, int to, int length)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        cache.Copy(from, to, length);
    }

    public void Dispose() => cache.Dispose();

    // Ids, positions and slots travel in one tensor.
    private void Place(long[] input, int index, int count, int token, int row, int position) =>
        (input[index], input[count + index], input[2 * count + index]) = (token, position, cache.Slot(row, position));

    private (Tensor Ids, Tensor Positions, Tensor Slots) Upload(long[] input, int count)
    {
        var rows = tensor(input, [3, count], device: device);
        return (rows[0], rows[1], rows[2]);
    }

    private void Run(Tensor ids, Tensor positions, int longest, IAttention attention, bool lastOnly)
    {
        var hidden = model.Hidden(ids, positions, longest, attention);
        if (lastOnly)
        {
            hidden = hidden.narrow(0, hidden.size(0) - 1, 1);
            hidden.to(ScalarType.Float32).to(CPU).contiguous().data<float>().CopyTo(promptHidden, 0);
        }
        var host = model.Logits(hidden).to(CPU).contiguous(); // [N, V]
        host.data<float>().CopyTo(logits, 0);
    }
}
