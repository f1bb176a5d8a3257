using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>Parameters of one Qwen3 layer; products with the same input are one matrix.</summary>
/// <param name="InputNorm">[d].</param>
/// <param name="QueryKeyValue">[(H + 2·Hk)·D, d].</param>
/// <param name="QueryNorm">[D].</param>
/// <param name="KeyNorm">[D].</param>
/// <param name="Output">[d, H·D].</param>
/// <param name="PostAttentionNorm">[d].</param>
/// <param name="GateUp">[2·ff, d].</param>
/// <param name="Down">[d, ff].</param>
internal sealed record Qwen3Layer(
    Tensor InputNorm, Tensor QueryKeyValue, Tensor QueryNorm, Tensor KeyNorm, Tensor Output, Tensor PostAttentionNorm, Tensor GateUp, Tensor Down);
