using System.Numerics;
using System.Runtime.InteropServices;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>
/// Runs a model over a static cache. In bfloat16 on a GPU steps are padded to few shapes, and every shape is recorded and replayed. The host waits for the
/// device only to read the tokens drawn there, or the logits where it draws itself.
/// </summary>
internal sealed class TorchRunner : IModelRunner
{
    private const int PromptGrain = 64; // a padded prompt is a multiple of this

    private readonly Qwen3Model model;
    private readonly bool padded;
    private readonly Action<TorchRunner>? keep;
    private readonly StaticCache cache;
    private readonly CudaStream? stream;
    private readonly Dictionary<(bool Prompt, int Count), RunnerStep> steps = [];
    private readonly float[] logits; // of the latest step, [rows, vocabulary]
    private readonly float[] promptHidden;
    private RunnerStep? step;
    private CudaGraph? shared;
    private bool read;

    /// <param name="model">Its matrices are of its compute type; not disposed here.</param>
    /// <param name="rows">Sequences decoded together.</param>
    /// <param name="capacity">Most positions of a sequence.</param>
    /// <param name="keep">Takes a runner with its recordings instead of letting it be freed when it is disposed of; null for none.</param>
    /// <param name="padded">Whether steps are padded to few shapes; null where they can be recorded.</param>
    internal TorchRunner(Qwen3Model model, int rows, int capacity, Action<TorchRunner>? keep = null, bool? padded = null)
    {
        (this.model, Rows, Capacity, this.keep) = (model, rows, capacity, keep);
        var fused = SequenceAttention.IsFused(model.Device, model.ComputeType);
        this.padded = padded ?? fused;
        stream = fused ? CudaStream.Create() : null;
        using var entered = stream?.Enter();
        cache = new StaticCache(model.Config, rows + 1, RoundUp(capacity), model.ComputeType, model.Device); // the last row is the prompt's
        logits = new float[rows * model.Config.VocabularySize];
        promptHidden = new float[model.Config.HiddenSize];
    }

    public int Rows { get; }

    /// <value>Most positions of a sequence.</value>
    internal int Capacity { get; }

    public int PrefillChunk => 2048; // a multiple of the grain

    public bool KeepsPrompt => false; // a product's rounding depends on its shape here

    public void Prefill(ReadOnlySpan<int> tokens, int start)
    {
        var count = RoundUp(tokens.Length);
        var input = new long[3 * count + 1];
        for (var i = 0; i < count; i++) Place(input, i, count, i < tokens.Length ? tokens[i] : 0, Rows, start + i);
        input[^1] = tokens.Length - 1;
        Run(input, prompt: true, count);
    }

    public void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions)
    {
        var count = padded ? Math.Min(Rows, (int)BitOperations.RoundUpToPowerOf2((uint)tokens.Length)) : tokens.Length;
        var input = new long[3 * count + 1];
        for (var row = 0; row < count; row++)
        {
            var taken = row < tokens.Length; // a row without a sequence may be written to
            Place(input, row, count, taken ? tokens[row] : 0, row, taken ? positions[row] : 0);
        }
        Run(input, prompt: false, count);
    }

    public ReadOnlySpan<float> Logits(int row)
    {
        Read();
        return logits.AsSpan(row * model.Config.VocabularySize, model.Config.VocabularySize);
    }

    public bool Draws => true;

    public void Draw(ReadOnlySpan<Draw> draws, Span<ChosenToken> chosen)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var entered = stream?.Enter();
        var count = step!.Count;
        var values = new double[2 * count]; // rows without a sequence are greedy
        for (var row = 0; row < draws.Length; row++) (values[row], values[count + row]) = (draws[row].Temperature, draws[row].Uniform);
        var numbers = MemoryMarshal.Cast<byte, double>(step.Draw(values).cpu().contiguous().bytes);
        for (var row = 0; row < draws.Length; row++) chosen[row] = new((int)numbers[row], (float)numbers[count + row], []);
    }

    public ReadOnlySpan<float> PromptHidden
    {
        get
        {
            Read();
            return promptHidden;
        }
    }

    public bool TryReserve(int row, int positions) => true; // every row has room for the longest sequence

    public void TakePrompt(int row, int length) => MoveRow(Rows, row, length);

    public void FreeRow(int row)
    {
    }

    public void MoveRow(int from, int to, int length)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var entered = stream?.Enter();
        cache.Copy(from, to, length);
    }

    public void Dispose()
    {
        if (stream is not null && keep is not null) keep(this);
        else Free();
    }

    /// <summary>Gives everything back.</summary>
    internal void Free()
    {
        if (stream is not null) cuda.synchronize();
        Forget();
        cache.Dispose();
    }

    private void Forget()
    {
        foreach (var one in steps.Values) one.Dispose();
        steps.Clear();
    }

    private void Read()
    {
        if (read) return;
        using var scope = NewDisposeScope();
        using var entered = stream?.Enter();
        Copy(step!.Logits(), logits);
        Copy(step.Hidden(), promptHidden);
        read = true;

        static void Copy(Tensor source, float[] target)
        {
            if (source.numel() > 0) source.cpu().contiguous().data<float>().CopyTo(target, 0);
        }
    }

    private int RoundUp(int tokens) => padded ? (tokens + PromptGrain - 1) / PromptGrain * PromptGrain : tokens;

    // Ids, positions and slots travel in one tensor.
    private void Place(long[] input, int index, int count, int token, int row, int position) =>
        (input[index], input[count + index], input[2 * count + index]) = (token, position, cache.Slot(row, position));

    private void Run(long[] input, bool prompt, int count)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var entered = stream?.Enter();
        if (!steps.TryGetValue((prompt, count), out step))
        {
            if (stream is null) Forget(); // what is not recorded is made anew as quickly
            steps[(prompt, count)] = step = new RunnerStep(model, cache, count, prompt ? Rows : null);
        }
        step.Run(input, shared);
        shared ??= step.Graph;
        read = false;
    }
}
