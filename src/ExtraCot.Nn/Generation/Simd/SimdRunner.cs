using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Runs a decoder in float32 on the CPU without torch. Each token's numbers are computed in an order that neither the batch nor the threads
/// nor the way it got into the cache changes: results are the same bits alone or in company, cached or not.
/// </summary>
internal sealed unsafe class SimdRunner : IModelRunner
{
    private const int Lanes = VectorMath.Lanes;
    private const int Chunk = 64; // tokens of a prompt at once; keeps the buffers in the second-level cache
    private const int PiecesPerThread = 4; // of a product: who is held up takes fewer
    private readonly DecoderWeights weights;
    private readonly Qwen3Config shape;
    private readonly Team team;
    private readonly SimdCache cache;
    private readonly SimdAttention[] attention; // one a thread
    private readonly RotaryAngles rotary;
    private readonly AlignedBuffer hidden, normed, projected, attended, gateUp, activated, logits;
    private readonly int[] places, owners; // position and cache row of each token of a pass

    /// <param name="weights">Shared; not disposed here.</param>
    /// <param name="rows">Most sequences decoded together.</param>
    /// <param name="capacity">Most positions of a sequence.</param>
    /// <param name="positions">Room of the cache, at least twice the capacity.</param>
    /// <param name="threads">Threads that share the work.</param>
    internal SimdRunner(DecoderWeights weights, int rows, int capacity, long positions, int threads)
    {
        this.weights = weights;
        shape = weights.Shape;
        Rows = rows;
        team = new Team(threads);
        var perRow = SimdCache.BlocksOf(capacity);
        // A row may hold its own last block beside the prompt's shared ones.
        cache = new SimdCache(shape, rows + 1, (int)Math.Min((rows + 1L) * perRow, Math.Max(positions / SimdCache.Block, 2 * perRow)));
        cache.TryReserve(rows, capacity); // the last row is the prompt's
        attention = [.. Enumerable.Range(0, threads).Select(_ => new SimdAttention(shape, cache, capacity))];
        rotary = new RotaryAngles(shape, capacity);
        var tokens = WeightMatrix.RoundUp(Math.Max(rows, Chunk));
        (places, owners) = (new int[tokens], new int[tokens]);
        AlignedBuffer Buffer(int width) => new((long)tokens * width);
        var first = weights.Layers[0];
        (hidden, normed) = (Buffer(first.Output.Stride), Buffer(shape.HiddenSize));
        (projected, attended) = (Buffer(first.QueryKeyValue.Stride), Buffer(shape.Heads * shape.HeadSize));
        (gateUp, activated) = (Buffer(first.GateUp.Stride), Buffer(shape.IntermediateSize));
        logits = new((long)WeightMatrix.RoundUp(rows) * weights.Head.Stride);
    }

    public int Rows { get; }

    public int PrefillChunk => 4 * Chunk; // the logits are computed once for each

    public bool KeepsPrompt => true;

    private int HiddenStride => weights.Layers[0].Output.Stride;

    public void Prefill(ReadOnlySpan<int> tokens, int start)
    {
        cache.Truncate(Rows, start);
        for (var done = 0; done < tokens.Length; done += Chunk)
        {
            var count = Math.Min(Chunk, tokens.Length - done);
            for (var i = 0; i < count; i++) (places[i], owners[i]) = (start + done + i, Rows);
            Forward(tokens.Slice(done, count));
            if (done + count == tokens.Length) ComputeLogits(hidden.Data + (long)(count - 1) * HiddenStride, 1);
        }
    }

    public void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions)
    {
        for (var row = 0; row < tokens.Length; row++) (places[row], owners[row]) = (positions[row], row);
        Forward(tokens);
        ComputeLogits(hidden.Data, tokens.Length);
    }

    public ReadOnlySpan<float> Logits(int row) => new(logits.Data + (long)row * weights.Head.Stride, shape.VocabularySize);

    public ReadOnlySpan<float> PromptHidden => new(normed.Data, shape.HiddenSize);

    public bool TryReserve(int row, int positions) => cache.TryReserve(row, positions);

    public void TakePrompt(int row, int length) => cache.Share(Rows, row, length);

    public void MoveRow(int from, int to, int length) => cache.Move(from, to);

    public void FreeRow(int row) => cache.Free(row);

    public void Dispose()
    {
        team.Dispose();
        cache.Dispose();
        foreach (var one in attention) one.Dispose();
        foreach (var buffer in new[] { hidden, normed, projected, attended, gateUp, activated, logits }) buffer.Dispose();
    }

    /// <summary>Packed tokens through all blocks: token i stands at places[i] of cache row owners[i].</summary>
    private void Forward(ReadOnlySpan<int> tokens)
    {
        var count = tokens.Length;
        for (var i = 0; i < count; i++)
        {
            cache.Prepare(owners[i], places[i]);
            weights.Embedding.CopyRow(tokens[i], hidden.Data + (long)i * HiddenStride);
        }
        for (var index = 0; index < shape.Layers; index++)
        {
            var layer = index;
            var w = weights.Layers[layer];
            float* Projected(int token) => projected.Data + (long)token * w.QueryKeyValue.Stride;
            ForEach(count, i => Normalize(hidden.Data, i, w.InputNorm));
            Multiply(normed, count, w.QueryKeyValue, projected.Data);
            ForEach(count, i => WriteCache(w, layer, i, Projected(i)));
            team.Run(count * shape.KeyValueHeads, (piece, thread) =>
            {
                var (token, head) = (piece / shape.KeyValueHeads, piece % shape.KeyValueHeads);
                attention[thread].Attend(owners[token], layer, head, places[token] + 1, Projected(token), attended.Data + (long)token * shape.Heads * shape.HeadSize);
            });
            Multiply(attended, count, w.Output, hidden.Data, accumulate: true);
            ForEach(count, i => Normalize(hidden.Data, i, w.PostNorm));
            Multiply(normed, count, w.GateUp, gateUp.Data);
            ForEach(count, i => Activate(i, w.GateUp.Stride));
            Multiply(activated, count, w.Down, hidden.Data, accumulate: true);
        }
    }

    // What is quickly done for a few tokens is not worth waking anyone.
    private void ForEach(int tokens, Action<int> work)
    {
        const int few = 4;
        if (tokens > few) team.Run(tokens, (i, _) => work(i));
        else for (var i = 0; i < tokens; i++) work(i);
    }

    private void Multiply(AlignedBuffer x, int tokens, WeightMatrix w, float* y, bool accumulate = false) =>
        Multiply(team, x.Data, tokens, w, y, accumulate);

    /// <summary>A product, its panels shared by a team.</summary>
    internal static void Multiply(Team team, float* x, int tokens, WeightMatrix w, float* y, bool accumulate)
    {
        var pieces = team.Size == 1 ? 1 : Math.Min(w.Panels, PiecesPerThread * team.Size);
        team.Run(pieces, (piece, _) => w.Multiply(x, tokens, y, accumulate, w.Panels * piece / pieces, w.Panels * (piece + 1) / pieces));
    }

    /// <summary>Gives each of the first rows memory of its own for the positions it shares, for benchmarks.</summary>
    internal void OwnBlocks(int rows, int length)
    {
        for (var row = 0; row < rows; row++)
            for (var position = 0; position < length; position += SimdCache.Block) cache.Prepare(row, position);
    }

    /// <summary>Adds the bias, normalises and rotates queries and keys of one token in place, and stores keys and values.</summary>
    private void WriteCache(LayerWeights w, int layer, int token, float* queries)
    {
        var (row, position) = (owners[token], places[token]);
        for (var i = 0; i < w.Bias.Length; i += Lanes) (Vector512.Load(queries + i) + Vector512.Create(w.Bias.AsSpan(i))).Store(queries + i);
        var keys = queries + shape.Heads * shape.HeadSize;
        var values = keys + shape.KeyValueHeads * shape.HeadSize;
        for (var head = 0; head < shape.Heads; head++) NormalizeHead(queries + head * shape.HeadSize, w.QueryNorm, position);
        for (var head = 0; head < shape.KeyValueHeads; head++)
        {
            var offset = head * shape.HeadSize;
            NormalizeHead(keys + offset, w.KeyNorm, position);
            cache.Write(row, layer, head, position, keys + offset, values + offset);
        }
    }

    private void NormalizeHead(float* head, float[] weight, int position)
    {
        if (weight.Length > 0) VectorMath.RmsNorm(head, weight, (float)shape.NormEpsilon, head);
        rotary.Rotate(head, position);
    }

    private void Normalize(float* source, int token, float[] weight) =>
        VectorMath.RmsNorm(source + (long)token * HiddenStride, weight, (float)shape.NormEpsilon, normed.Data + (long)token * shape.HiddenSize);

    /// <summary>silu(gate) * up = gate * up / (1 + e^-gate).</summary>
    private void Activate(int token, int stride)
    {
        var gates = gateUp.Data + (long)token * stride;
        var target = activated.Data + (long)token * shape.IntermediateSize;
        for (var c = 0; c < shape.IntermediateSize; c += Lanes)
        {
            var gate = Vector512.Load(gates + c);
            var up = Vector512.Load(gates + shape.IntermediateSize + c);
            (gate * up / (Vector512<float>.One + VectorMath.Exp(-gate))).Store(target + c);
        }
    }

    private void ComputeLogits(float* source, int tokens)
    {
        for (var i = 0; i < tokens; i++) Normalize(source, i, weights.FinalNorm);
        Multiply(normed, tokens, weights.Head, logits.Data);
    }
}
