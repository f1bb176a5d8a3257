using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// The masks of one forward pass and what the layers derive from them, each derived once. Lives in the pass's dispose scope.
/// </summary>
/// <param name="attentionMask">[B, T] bool, true at real tokens.</param>
/// <param name="globals">Global tokens, or null when there are none.</param>
/// <param name="config">Dropout rates.</param>
/// <param name="training">Whether dropout is on.</param>
/// <param name="compute">Type of the matrix products.</param>
internal sealed class EncoderBatch(Tensor attentionMask, GlobalTokens? globals, Models.TokenClassifierConfig config, bool training,
    ScalarType compute = ScalarType.Float32)
{
    /// <summary>Added to the score of a key nobody may attend to; its exponential is exactly zero, yet a row of nothing else stays finite.</summary>
    public const double Masked = -1e9;

    private readonly Dictionary<long, Tensor> windowBias = [];

    public GlobalTokens? Globals => globals;

    /// <value>float32 or bfloat16; what lies between the products (norms, attention, residual stream) is float32.</value>
    public ScalarType Compute => compute;

    /// <value>Dropout of attention probabilities in this pass.</value>
    public double AttentionDropout { get; } = training ? config.AttentionProbsDropoutProb : 0;

    /// <value>Score bias [B, 1, 1, T] that hides padding.</value>
    public Tensor KeyBias { get; } = Bias(attentionMask).unsqueeze(1).unsqueeze(1);

    /// <value>[B, T, 1], one at real tokens.</value>
    public Tensor RealTokens { get; } = attentionMask.to_type(ScalarType.Float32).unsqueeze(-1);

    public Tensor HiddenDropout(Tensor hidden) =>
        training && config.HiddenDropoutProb > 0 ? nn.functional.dropout(hidden, config.HiddenDropoutProb, training: true) : hidden;

    /// <summary>Score bias [B x N, 1, C, G + 3C] of <see cref="SlidingWindowAttention"/> for blocks of C tokens.</summary>
    public Tensor WindowBias(long block)
    {
        if (!windowBias.TryGetValue(block, out var bias)) windowBias[block] = bias = BuildWindowBias(block);
        return bias;
    }

    public static Tensor Bias(Tensor allowed) => zeros(allowed.shape, device: allowed.device).masked_fill_(allowed.logical_not(), Masked);

    private Tensor BuildWindowBias(long block)
    {
        long batch = attentionMask.size(0), tokens = attentionMask.size(1), blocks = (tokens + block - 1) / block;
        var keys = globals is null ? attentionMask : attentionMask.logical_and(globals.Mask.logical_not());
        keys = nn.functional.pad(keys, [block, blocks * block - tokens + block], value: 0)
            .unfold(1, 3 * block, block).unsqueeze(2); // [B, N, 1, 3C]
        var distance = arange(3 * block, device: keys.device).unsqueeze(0) - arange(block, 2 * block, device: keys.device).unsqueeze(1);
        var bias = Bias(keys.logical_and(distance.abs().le(block))); // [B, N, C, 3C]
        if (globals is not null)
            bias = cat([Bias(globals.Filled).view(batch, 1, 1, -1).expand(batch, blocks, block, -1), bias], dim: -1);
        return bias.view(batch * blocks, 1, block, -1);
    }
}
