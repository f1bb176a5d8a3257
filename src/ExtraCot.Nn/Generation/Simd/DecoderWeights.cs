using System.Runtime.InteropServices;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// A model's weights as the kernels read them, shared by all runners of a call: packed copies of a small model's matrices, the model's own memory
/// for a large one's.
/// </summary>
internal sealed unsafe class DecoderWeights : IDisposable
{
    // Above this the packed copies would no longer stay in a processor's cache, and rows are long enough to be summed across lanes.
    private const long MostPacked = 50_000_000;

    private readonly Qwen3Model model;
    private readonly List<Action> refresh = [];
    private readonly Tensor? embeddingCopy;

    /// <param name="model">Read now and at every <see cref="Refresh"/>; not disposed here.</param>
    /// <param name="packed">Whether to pack the matrices; null decides by size.</param>
    internal DecoderWeights(Qwen3Model model, bool? packed = null)
    {
        this.model = model;
        Packed = packed ?? model.ParameterCount <= MostPacked;
        Layers = [.. Enumerable.Range(0, Shape.Layers).Select(i => $"model.layers.{i}.").Select(prefix => new LayerWeights(
            Vector(prefix + "input_layernorm.weight"),
            Matrix(prefix + "self_attn.qkv_proj.weight"),
            Vector(prefix + "self_attn.qkv_proj.bias"),
            Vector(prefix + "self_attn.q_norm.weight"),
            Vector(prefix + "self_attn.k_norm.weight"),
            Matrix(prefix + "self_attn.o_proj.weight"),
            Vector(prefix + "post_attention_layernorm.weight"),
            Matrix(prefix + "mlp.gate_up_proj.weight"),
            Matrix(prefix + "mlp.down_proj.weight")))];
        FinalNorm = Vector("model.norm.weight");
        var embedding = model.TokenMatrices[0];
        if (Packed) refresh.Add(() => CopyEmbedding(embedding));
        Embedding = new RowMatrix(Packed ? embeddingCopy = zeros(embedding.shape).DetachFromDisposeScope() : embedding);
        refresh.Add(Embedding.Refresh);
        Head = Packed || !Shape.TiedEmbeddings ? Matrix(Shape.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight") : Embedding;
        Refresh();
    }

    internal Qwen3Config Shape => model.Config;

    /// <summary>Whether the matrices are packed copies.</summary>
    internal bool Packed { get; }

    /// <summary>[vocabulary, hidden]</summary>
    internal RowMatrix Embedding { get; }

    internal IReadOnlyList<LayerWeights> Layers { get; }

    /// <summary>[hidden]</summary>
    internal float[] FinalNorm { get; }

    internal WeightMatrix Head { get; }

    /// <summary>All matrices a step multiplies with.</summary>
    internal IEnumerable<WeightMatrix> Matrices => Layers.SelectMany(layer => layer.Matrices).Append(Head);

    /// <summary>Takes over the model's present weights; for a large model these are the norms alone.</summary>
    internal void Refresh() => refresh.ForEach(read => read());

    public void Dispose()
    {
        foreach (var matrix in Matrices.Append(Embedding).Distinct()) matrix.Dispose();
        embeddingCopy?.Dispose();
    }

    private Tensor? Find(string name) => model.Parameters.FirstOrDefault(parameter => parameter.Name == name).Value;

    private float[] Vector(string name)
    {
        if (Find(name) is not { } tensor) return [];
        var target = new float[tensor.numel()];
        refresh.Add(() => Read(tensor, floats => floats.CopyTo(target)));
        return target;
    }

    private WeightMatrix Matrix(string name)
    {
        var tensor = Find(name)!;
        if (Packed)
        {
            var packed = new PackedMatrix((int)tensor.size(0), (int)tensor.size(1));
            refresh.Add(() => Read(tensor, packed.Pack));
            return packed;
        }
        var rows = new RowMatrix(tensor);
        refresh.Add(rows.Refresh);
        return rows;
    }

    private void CopyEmbedding(Tensor embedding)
    {
        using var guard = no_grad();
        embeddingCopy!.copy_(embedding);
    }

    // The tensor stays alive until its memory has been read.
    private static void Read(Tensor tensor, Action<ReadOnlySpan<float>> use)
    {
        using var scope = NewDisposeScope();
        use(MemoryMarshal.Cast<byte, float>(tensor.detach().to(ScalarType.Float32).contiguous().bytes));
    }
}
