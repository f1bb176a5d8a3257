using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>
/// Windows as rows padded at their end, with the label of each thought token. Rows have few different lengths, because bfloat16 products compile a kernel for
/// each new shape.
/// </summary>
internal sealed class CompressorBatch
{
    private const int LengthStep = 64;

    private readonly Tensor ids, real, global, targets;

    /// <summary>Lays out the windows; call inside a dispose scope, the tensors are the caller's.</summary>
    /// <param name="windows">Windows and, for training, for each of their thought tokens the share to keep, or NaN.</param>
    /// <param name="config">Padding token and the most tokens of a row.</param>
    public CompressorBatch(IReadOnlyList<(ThoughtWindow Window, float[]? Keep)> windows, TokenClassifierConfig config)
    {
        int rows = windows.Count, length = windows.Max(w => RowLength(w.Window, config));
        var (tokens, present, asked, shares) = (new long[rows * length], new bool[rows * length], new bool[rows * length], new float[rows * length * 2]);
        Array.Fill(tokens, config.PadTokenId);
        for (var row = 0; row < rows; row++)
        {
            var (window, keep) = windows[row];
            var start = row * length;
            for (var t = 0; t < window.Ids.Length; t++) tokens[start + t] = window.Ids[t];
            present.AsSpan(start, window.Ids.Length).Fill(true);
            asked.AsSpan(start, window.Question).Fill(true);
            var labels = shares.AsSpan(2 * (start + window.Question + 1));
            for (var t = 0; t < keep?.Length; t++)
                if (!float.IsNaN(keep[t])) (labels[2 * t], labels[2 * t + 1]) = (1 - keep[t], keep[t]);
        }
        ids = tensor(tokens).view(rows, length);
        real = tensor(present).view(rows, length);
        global = tensor(asked).view(rows, length);
        targets = tensor(shares).view(rows, length, 2);
    }

    /// <summary>Length of the row a window is padded to when it stands alone.</summary>
    public static int RowLength(ThoughtWindow window, TokenClassifierConfig config) =>
        Math.Min(config.MaxTokens, (window.Ids.Length + LengthStep - 1) / LengthStep * LengthStep);

    /// <summary>Scores of dropping and keeping, [rows, length, 2].</summary>
    public Tensor Logits(TokenClassifier model) => model.Logits(ids, real, global);

    /// <summary>Mean loss of the labelled tokens.</summary>
    public Tensor Loss(TokenClassifier model, Tensor? classWeights, double gamma) => FocalLoss.Soft(Logits(model), targets, classWeights, gamma);
}
