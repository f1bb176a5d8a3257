using System.Runtime.InteropServices;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>A step of one shape: so many tokens of one prompt, or one token of so many rows.</summary>
internal sealed class RunnerStep : IDisposable
{
    private readonly Tensor host, input; // [3·N + 1] int64: ids, positions, slots, the token whose logits are wanted
    private readonly Tensor hostDraws, draws; // [2, N] float64
    private readonly Tensor queryStarts, keyStarts; // int32
    private readonly RecordedWork forward, draw;
    private readonly bool fused;
    private readonly long vocabulary;
    private Tensor? latest; // the recorded work's own

    /// <param name="model">Its matrices are of its compute type.</param>
    /// <param name="cache">Its rows are long enough for the whole prompt part.</param>
    /// <param name="count">N: tokens.</param>
    /// <param name="promptRow">The row all tokens belong to, or null where each has a row of its own, from 0.</param>
    internal RunnerStep(Qwen3Model model, StaticCache cache, int count, int? promptRow)
    {
        var device = model.Device;
        (Count, vocabulary) = (count, model.Config.VocabularySize);
        fused = SequenceAttention.IsFused(device, model.ComputeType);
        Tensor Here(Tensor plain) => (device.type == DeviceType.CUDA ? plain.pin_memory() : plain).DetachFromDisposeScope();
        host = Here(zeros(3 * count + 1, dtype: int64));
        hostDraws = Here(zeros([2, count], dtype: float64));
        input = zeros(3 * count + 1, dtype: int64, device: device).DetachFromDisposeScope();
        draws = zeros([2, count], dtype: float64, device: device).DetachFromDisposeScope();
        queryStarts = (promptRow is null ? arange(count + 1, dtype: int32, device: device) : tensor([0, count], dtype: int32, device: device)).DetachFromDisposeScope();
        keyStarts = (promptRow is { } row ? tensor([row * cache.Capacity, (row + 1) * cache.Capacity], dtype: int32, device: device)
            : arange(count + 1, dtype: int32, device: device) * cache.Capacity).DetachFromDisposeScope();
        forward = new RecordedWork(() =>
        {
            Tensor ids = input.narrow(0, 0, count), positions = input.narrow(0, count, count), slots = input.narrow(0, 2 * count, count);
            var used = ((promptRow is null ? positions : positions.narrow(0, count - 1, 1)) + 1).to(int32);
            var hidden = model.Hidden(ids, positions, cache.Capacity, new CacheAttention(cache, slots, queryStarts, keyStarts, used, promptRow is null ? 1 : count));
            if (promptRow is null) return model.Logits(hidden);
            var last = hidden.index_select(0, input.narrow(0, 3 * count, 1));
            return cat([model.Logits(last), last], 1);
        });
        draw = new RecordedWork(() => TokenDraw.Apply(latest!, draws));
    }

    /// <value>N.</value>
    internal int Count { get; }

    /// <summary>Logits of the latest run: [N, V], or [1, V] of a prompt's last token.</summary>
    internal Tensor Logits() => latest!.narrow(1, 0, vocabulary);

    /// <summary>Hidden state of a prompt's last token, [1, d]; [N, 0] for other steps.</summary>
    internal Tensor Hidden() => latest!.narrow(1, vocabulary, latest.size(1) - vocabulary);

    /// <value>A recording, or null while there is none.</value>
    internal CudaGraph? Graph => forward.Graph;

    /// <summary>Runs the model.</summary>
    /// <param name="values">As <see cref="input"/> holds them.</param>
    /// <param name="shared">A recording whose memory this one's may use.</param>
    internal void Run(ReadOnlySpan<long> values, CudaGraph? shared)
    {
        values.CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        input.copy_(host);
        latest = forward.Run(record: fused, shared);
    }

    /// <summary>Draws from the latest logits; [2, N] as <see cref="TokenDraw"/> gives them.</summary>
    internal Tensor Draw(ReadOnlySpan<double> values)
    {
        values.CopyTo(MemoryMarshal.Cast<byte, double>(hostDraws.bytes));
        draws.copy_(hostDraws, true); // waits for nothing; the last draw was read
        return draw.Run(record: forward.Graph is not null, forward.Graph);
    }

    public void Dispose()
    {
        draw.Dispose();
        forward.Dispose();
        foreach (var tensor in new[] { host, input, hostDraws, draws, queryStarts, keyStarts }) tensor.Dispose();
    }
}
