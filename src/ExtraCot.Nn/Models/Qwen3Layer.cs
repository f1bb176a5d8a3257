using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>Parameters of one Qwen3 layer; products with the same input are one matrix.</summary>
/// <param name="InputNorm">[d].</param>
/// <param name="QueryKeyValue">[(H + 2·Hk)·D, d].</param>
/// <param name="QueryKeyValueBias">[(H + 2·Hk)·D], or null.</param>
/// <param name="QueryNorm">[D], or null.</param>
/// <param name="KeyNorm">[D], or null.</param>
/// <param name="Output">[d, H·D].</param>
/// <param name="PostAttentionNorm">[d].</param>
/// <param name="GateUp">[2·ff, d].</param>
/// <param name="Down">[d, ff].</param>
internal sealed record Qwen3Layer(
    Tensor InputNorm, Tensor QueryKeyValue, Tensor? QueryKeyValueBias, Tensor? QueryNorm, Tensor? KeyNorm, Tensor Output, Tensor PostAttentionNorm, Tensor GateUp, Tensor Down);
