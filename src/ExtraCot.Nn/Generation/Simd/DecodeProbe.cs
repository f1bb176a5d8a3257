using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// One decode step of the vector kernels on one thread, and the least it could cost: the bare products and one read of what a step must read.
/// For benchmarks.
/// </summary>
public sealed unsafe class DecodeProbe : IDisposable
{
    private const int Lanes = VectorMath.Lanes;
    private readonly DecoderWeights weights;
    private readonly SimdRunner runner;
    private readonly AlignedBuffer input, output, cache;
    private readonly int[] tokens, positions;

    /// <summary>Fills the cache of every row.</summary>
    /// <param name="model">A model the kernels suit, see <see cref="Supports"/>.</param>
    /// <param name="rows">Sequences decoded together, at least 1.</param>
    /// <param name="context">Positions a step attends to, its own token included; at least 2.</param>
    public DecodeProbe(Qwen3Model model, int rows, int context)
    {
        weights = new DecoderWeights(model);
        runner = new SimdRunner(weights, rows, context);
        runner.Prefill([.. Enumerable.Range(0, context - 1).Select(i => i % model.Config.VocabularySize)], start: 0);
        for (var row = 0; row < rows; row++) runner.CopyPrompt(row, context - 1);
        (tokens, positions) = (new int[rows], [.. Enumerable.Repeat(context - 1, rows)]);
        var widest = Matrices.Max(matrix => Math.Max(matrix.Inputs, matrix.Stride));
        input = new AlignedBuffer((long)MatrixProduct.RoundUp(rows) * widest);
        output = new AlignedBuffer((long)MatrixProduct.RoundUp(rows) * widest);
        var config = model.Config;
        cache = new AlignedBuffer(2L * rows * context * config.Layers * config.KeyValueHeads * config.HeadSize);
    }

    private IEnumerable<PackedMatrix> Matrices =>
        weights.Layers.SelectMany(layer => new[] { layer.QueryKeyValue, layer.Output, layer.GateUp, layer.Down }).Append(weights.Head);

    /// <summary>Whether the engine would run this model through the vector kernels.</summary>
    public static bool Supports(Qwen3Model model) => SimdBackend.Supports(model);

    /// <summary>One token for every row.</summary>
    public void Step() => runner.Decode(tokens, positions);

    /// <summary>The products of a step with all weight matrices, and nothing else.</summary>
    public void Multiply()
    {
        foreach (var matrix in Matrices) MatrixProduct.Run(input.Data, tokens.Length, matrix, output.Data);
    }

    /// <summary>Reads as many bytes as the keys and values of all rows take, front to back.</summary>
    public void ReadCache() => Read(cache.Data, cache.Length);

    /// <summary>Reads the weight matrices, front to back.</summary>
    public void ReadWeights()
    {
        foreach (var matrix in Matrices) Read(matrix.Panel(0), (long)matrix.Inputs * matrix.Stride);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runner.Dispose();
        weights.Dispose();
        foreach (var buffer in new[] { input, output, cache }) buffer.Dispose();
    }

    // The sum is stored, so that the reads stay.
    private void Read(float* data, long length)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (nint i = 0; i <= length - 4 * Lanes; i += 4 * Lanes)
        {
            a += Vector512.LoadAligned(data + i);
            b += Vector512.LoadAligned(data + i + Lanes);
            c += Vector512.LoadAligned(data + i + 2 * Lanes);
            d += Vector512.LoadAligned(data + i + 3 * Lanes);
        }
        (a + b + (c + d)).Store(output.Data);
    }
}
