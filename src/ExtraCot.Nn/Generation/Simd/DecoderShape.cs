namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Sizes of a decoder.</summary>
/// <param name="Vocabulary">Number of logits.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key and value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="Intermediate">Width of the MLP.</param>
/// <param name="NormEpsilon">Added to the mean square in RMSNorm.</param>
/// <param name="RopeTheta">Base of the rotary angles.</param>
internal sealed record DecoderShape(
    int Vocabulary, int Hidden, int Layers, int Heads, int KeyValueHeads, int HeadDim, int Intermediate, float NormEpsilon, float RopeTheta);
