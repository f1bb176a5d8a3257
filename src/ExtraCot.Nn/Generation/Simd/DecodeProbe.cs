using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// One decode step of the vector kernels, and the least it could cost: the bare products and one read of what a step must read. A small model on
/// one thread, a large one on those that share its products. For benchmarks.
/// </summary>
public sealed unsafe class DecodeProbe : IDisposable
{
    private const int Lanes = VectorMath.Lanes;
    private const int PieceFloats = 1 << 18; // that one thread reads at a time
    private readonly DecoderWeights weights;
    private readonly SimdRunner runner;
    private readonly Team team;
    private readonly AlignedBuffer input, output, cache, sums;
    private readonly int[] tokens, positions;

    /// <summary>Fills the cache of every row.</summary>
    /// <param name="model">A model the kernels suit, see <see cref="Supports"/>.</param>
    /// <param name="rows">Sequences decoded together, at least 1.</param>
    /// <param name="context">Positions a step attends to, its own token included; at least 2.</param>
    public DecodeProbe(Qwen3Model model, int rows, int context)
    {
        weights = new DecoderWeights(model);
        Threads = weights.Packed ? 1 : Environment.ProcessorCount;
        team = new Team(Threads);
        runner = new SimdRunner(weights, rows, context, (rows + 1L) * (context + SimdCache.Block), Threads);
        runner.Prefill([.. Enumerable.Range(0, context - 1).Select(i => i % model.Config.VocabularySize)], start: 0);
        for (var row = 0; row < rows; row++)
        {
            runner.TryReserve(row, context);
            runner.TakePrompt(row, context - 1);
        }
        (tokens, positions) = (new int[rows], [.. Enumerable.Repeat(context - 1, rows)]);
        runner.OwnBlocks(rows, context - 1);
        var widest = weights.Matrices.Max(matrix => Math.Max(matrix.Inputs, matrix.Stride));
        input = new AlignedBuffer((long)WeightMatrix.RoundUp(rows) * widest);
        output = new AlignedBuffer((long)WeightMatrix.RoundUp(rows) * widest);
        sums = new AlignedBuffer(Threads * Lanes);
        var config = model.Config;
        cache = new AlignedBuffer(2L * rows * context * config.Layers * config.KeyValueHeads * config.HeadSize);
    }

    /// <value>Threads that share a step.</value>
    public int Threads { get; }

    /// <value>Bytes of the matrices that a step reads.</value>
    public long WeightBytes => weights.Matrices.Sum(matrix => matrix.ByteCount);

    /// <summary>Whether the engine would run this model through the vector kernels.</summary>
    public static bool Supports(Qwen3Model model) => SimdBackend.Supports(model);

    /// <summary>One token for every row.</summary>
    public void Step() => runner.Decode(tokens, positions);

    /// <summary>The products of a step with all weight matrices, and nothing else.</summary>
    public void Multiply()
    {
        foreach (var matrix in weights.Matrices) SimdRunner.Multiply(team, input.Data, tokens.Length, matrix, output.Data, accumulate: false);
    }

    /// <summary>Reads as many bytes as the keys and values of all rows take, front to back.</summary>
    public void ReadCache() => Read(cache.Data, cache.Length);

    /// <summary>Reads the weight matrices, front to back.</summary>
    public void ReadWeights()
    {
        foreach (var matrix in weights.Matrices) Read((float*)matrix.Data, matrix.ByteCount / sizeof(float));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runner.Dispose();
        team.Dispose();
        weights.Dispose();
        foreach (var buffer in new[] { input, output, cache, sums }) buffer.Dispose();
    }

    private void Read(float* data, long length)
    {
        var pieces = (int)((length + PieceFloats - 1) / PieceFloats);
        team.Run(pieces, (piece, thread) =>
        {
            var start = (long)piece * PieceFloats;
            Sum(data + start, Math.Min(PieceFloats, length - start), sums.Data + thread * Lanes);
        });
    }

    // The sum is stored, so that the reads stay.
    private static void Sum(float* data, long length, float* sum)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (nint i = 0; i <= length - 4 * Lanes; i += 4 * Lanes)
        {
            a += Vector512.Load(data + i);
            b += Vector512.Load(data + i + Lanes);
            c += Vector512.Load(data + i + 2 * Lanes);
            d += Vector512.Load(data + i + 3 * Lanes);
        }
        (a + b + (c + d)).Store(sum);
    }
}
