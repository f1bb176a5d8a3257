using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>A low-rank update of one matrix: W + scale · Up · Down (Hu et al., arXiv 2106.09685).</summary>
/// <param name="Name">The matrix's name.</param>
/// <param name="Down">A: [r, in], random at first.</param>
/// <param name="Up">B: [out, r], zero at first.</param>
/// <param name="Scale">α / r.</param>
internal sealed record LoraAdapter(string Name, Tensor Down, Tensor Up, double Scale);
