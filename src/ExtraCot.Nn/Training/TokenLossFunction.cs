using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Layers.Fused;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// Output layer and cross-entropy in chunks of tokens: only one chunk of logits exists at a time, forward and backward. Where all fit
/// into one chunk they are kept, else the backward pass computes them again.
/// </summary>
internal sealed class TokenLossFunction : autograd.SingleTensorFunction<TokenLossFunction>
{
    /// <summary>Logits of one chunk at most, unless one token has more.</summary>
    internal const long ChunkElements = 1 << 22; // 16 MB of float32

    private const long GpuChunkElements = 1 << 28; // 1 GB: each chunk reads and writes as much for the matrix's gradient

    private const string Compute = "compute";

    public override string Name => nameof(TokenLossFunction);

    /// <param name="ctx">Keeps the inputs.</param>
    /// <param name="vars">Hidden states [M, d]; output layer [V, d]; targets [M] int64; type of the products; whether gradients are enabled.</param>
    /// <returns>−log p of each target, [M].</returns>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, matrix, targets, compute) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (ScalarType)vars[3]);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var logSums = empty(hidden.size(0), device: hidden.device);
        var loss = empty_like(logSums);
        Tensor? kept = null;
        var weight = matrix.to(compute);
        foreach (var (from, count) in Chunks(hidden, matrix.size(0)))
        {
            using var chunk = NewDisposeScope();
            var logits = MixedLinear.Apply(hidden.narrow(0, from, count), weight, compute).to(ScalarType.Float32);
            var sums = logSums.narrow(0, from, count).copy_(logits.logsumexp(1));
            loss.narrow(0, from, count).copy_(sums - logits.gather(1, targets.narrow(0, from, count).unsqueeze(1)).squeeze(1));
            if (count == hidden.size(0)) kept = logits.MoveToOuterDisposeScope();
        }
        Saved.Keep(ctx, (bool)vars[4], kept is null ? [hidden, matrix, targets, logSums] : [hidden, matrix, targets, logSums, kept]);
        ctx.save_data(Compute, compute);
        return loss.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var saved = Saved.Of(ctx);
        using var given = grad_output; // else it would live until the step ends
        var (hidden, matrix, targets, logSums, compute) = (saved[0], saved[1], saved[2], saved[3], (ScalarType)ctx.get_data(Compute));
        using var guard = no_grad();
        var hiddenGradient = empty_like(hidden);
        var matrixGradient = zeros_like(matrix);
        var weight = matrix.to(compute);
        foreach (var (from, count) in Chunks(hidden, matrix.size(0)))
        {
            using var chunk = NewDisposeScope();
            var rows = hidden.narrow(0, from, count);
            var outer = grad_output.narrow(0, from, count).unsqueeze(1);
            // softmax minus one at the target, times the outer gradient
            var logits = saved.Count > 4 ? saved[4] : MixedLinear.Apply(rows, weight, compute).to(ScalarType.Float32);
            logits.sub_(logSums.narrow(0, from, count).unsqueeze(1)).exp_().mul_(outer);
            logits.scatter_add_(1, targets.narrow(0, from, count).unsqueeze(1), -outer);
            var gradient = logits.to(compute);
            hiddenGradient.narrow(0, from, count).copy_(gradient.mm(weight));
            if ((compute, matrix.dtype, matrix.device_type) == (ScalarType.BFloat16, ScalarType.Float32, TorchSharp.DeviceType.CUDA)) ScriptOperations.AddProduct(matrixGradient, gradient.t(), rows.to(compute));
            else matrixGradient.add_(gradient.t().mm(rows.to(compute)));
        }
        return HandedOver.Return(hiddenGradient.MoveToOuterDisposeScope(), matrixGradient.MoveToOuterDisposeScope(), null, null, null);
    }

    private static IEnumerable<(long From, long Count)> Chunks(Tensor hidden, long vocabulary)
    {
        var (tokens, most) = (hidden.size(0), hidden.device_type == TorchSharp.DeviceType.CUDA ? GpuChunkElements : ChunkElements);
        var size = Math.Max(1, most / vocabulary);
        for (long from = 0; from < tokens; from += size) yield return (from, Math.Min(size, tokens - from));
    }
}
