using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Runs a small decoder in float32 on one CPU thread without torch. Each token's numbers are computed in an order that neither the batch nor the
/// way it got into the cache changes: results are the same bits alone or in company, cached or not.
/// </summary>
internal sealed unsafe class SimdRunner : IModelRunner
{
    private const int Lanes = VectorMath.Lanes;
    private readonly DecoderWeights weights;
    private readonly Qwen3Config shape;
    private readonly SimdCache cache;
    private readonly SimdAttention attention;
    private readonly RotaryAngles rotary;
    private readonly AlignedBuffer hidden, normed, projected, attended, gateUp, activated, logits;

    /// <param name="weights">Shared; not disposed here.</param>
    /// <param name="rows">Sequences decoded together.</param>
    /// <param name="capacity">Most positions of a sequence.</param>
    internal SimdRunner(DecoderWeights weights, int rows, int capacity)
    {
        this.weights = weights;
        shape = weights.Shape;
        Rows = rows;
        cache = new SimdCache(shape, rows + 1, capacity); // the last one is the prompt row
        attention = new SimdAttention(shape, cache, capacity);
        rotary = new RotaryAngles(shape.HeadSize, (float)shape.RopeTheta, capacity);
        var tokens = MatrixProduct.RoundUp(Math.Max(rows, Chunk));
        AlignedBuffer Buffer(int width) => new((long)tokens * width);
        var first = weights.Layers[0];
        (hidden, normed) = (Buffer(first.Output.Stride), Buffer(shape.HiddenSize));
        (projected, attended) = (Buffer(first.QueryKeyValue.Stride), Buffer(shape.Heads * shape.HeadSize));
        (gateUp, activated, logits) = (Buffer(first.GateUp.Stride), Buffer(shape.IntermediateSize), Buffer(weights.Head.Stride));
    }

    private const int Chunk = 64; // tokens; keeps the buffers in the second-level cache

    public int Rows { get; }

    public int PrefillChunk => 4 * Chunk; // the logits are computed once for each

    public bool KeepsPrompt => true;

    private int HiddenStride => weights.Layers[0].Output.Stride;

    public void Prefill(ReadOnlySpan<int> tokens, int start)
    {
        Span<int> positions = stackalloc int[Chunk];
        Span<int> rows = stackalloc int[Chunk];
        rows.Fill(Rows);
        for (var done = 0; done < tokens.Length; done += Chunk)
        {
            var count = Math.Min(Chunk, tokens.Length - done);
            for (var i = 0; i < count; i++) positions[i] = start + done + i;
            Forward(tokens.Slice(done, count), positions, rows);
            if (done + count == tokens.Length) ComputeLogits(hidden.Data + (long)(count - 1) * HiddenStride, 1);
        }
    }

    public void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions)
    {
        Span<int> rows = stackalloc int[tokens.Length];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Forward(tokens, positions, rows);
        ComputeLogits(hidden.Data, tokens.Length);
    }

    public ReadOnlySpan<float> Logits(int row) => new(logits.Data + (long)row * weights.Head.Stride, shape.VocabularySize);

    public void CopyPrompt(int row, int length) => cache.Copy(Rows, row, length);

    public void CopyRow(int from, int to, int length) => cache.Copy(from, to, length);

    public void Dispose()
    {
        cache.Dispose();
        attention.Dispose();
        foreach (var buffer in new[] { hidden, normed, projected, attended, gateUp, activated, logits }) buffer.Dispose();
    }

    /// <summary>Packed tokens through all blocks: token i stands at positions[i] of cache row rows[i].</summary>
    private void Forward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < tokens.Length; i++)
            weights.Embedding.AsSpan(tokens[i] * shape.HiddenSize, shape.HiddenSize).CopyTo(new Span<float>(hidden.Data + (long)i * HiddenStride, shape.HiddenSize));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var w = weights.Layers[layer];
            Normalize(hidden.Data, tokens.Length, w.InputNorm);
            MatrixProduct.Run(normed.Data, tokens.Length, w.QueryKeyValue, projected.Data);
            for (var i = 0; i < tokens.Length; i++) WriteCache(w, layer, rows[i], positions[i], projected.Data + (long)i * w.QueryKeyValue.Stride);
            for (var i = 0; i < tokens.Length; i++)
                attention.Attend(rows[i], layer, positions[i] + 1, projected.Data + (long)i * w.QueryKeyValue.Stride, attended.Data + (long)i * shape.Heads * shape.HeadSize);
            MatrixProduct.Run(attended.Data, tokens.Length, w.Output, hidden.Data, accumulate: true);
            Normalize(hidden.Data, tokens.Length, w.PostNorm);
            MatrixProduct.Run(normed.Data, tokens.Length, w.GateUp, gateUp.Data);
            Activate(tokens.Length, w.GateUp.Stride);
            MatrixProduct.Run(activated.Data, tokens.Length, w.Down, hidden.Data, accumulate: true);
        }
    }

    /// <summary>Normalises and rotates queries and keys of one token in place, and stores keys and values.</summary>
    private void WriteCache(LayerWeights w, int layer, int row, int position, float* queries)
    {
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
        VectorMath.RmsNorm(head, weight, (float)shape.NormEpsilon, head);
        rotary.Rotate(head, position);
    }

    private void Normalize(float* source, int tokens, float[] weight)
    {
        for (var i = 0; i < tokens; i++) VectorMath.RmsNorm(source + (long)i * HiddenStride, weight, (float)shape.NormEpsilon, normed.Data + (long)i * shape.HiddenSize);
    }

    /// <summary>silu(gate) * up = gate * up / (1 + e^-gate).</summary>
    private void Activate(int tokens, int stride)
    {
        for (var i = 0; i < tokens; i++)
        {
            var gates = gateUp.Data + (long)i * stride;
            for (var c = 0; c < shape.IntermediateSize; c += Lanes)
            {
                var gate = Vector512.Load(gates + c);
                var up = Vector512.Load(gates + shape.IntermediateSize + c);
                (gate * up / (Vector512<float>.One + VectorMath.Exp(-gate))).Store(activated.Data + (long)i * shape.IntermediateSize + c);
            }
        }
    }

    private void ComputeLogits(float* source, int tokens)
    {
        Normalize(source, tokens, weights.FinalNorm);
        MatrixProduct.Run(normed.Data, tokens, weights.Head, logits.Data);
    }
}
