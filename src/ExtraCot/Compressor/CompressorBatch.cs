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

    private readonly Tensor ids, real, global, labels;

    /// <summary>Lays out the windows; call inside a dispose scope, the tensors are the caller's.</summary>
    /// <param name="windows">Windows and, for training, one label for each of their thought tokens.</param>
    /// <param name="config">Padding token and the most tokens of a row.</param>
    public CompressorBatch(IReadOnlyList<(ThoughtWindow Window, bool[]? Keep)> windows, TokenClassifierConfig config)
    {
        int rows = windows.Count, length = windows.Max(w => RowLength(w.Window, config));
        var (tokens, present, asked, targets) = (new long[rows * length], new bool[rows * length], new bool[rows * length], new long[rows * length]);
        Array.Fill(tokens, config.PadTokenId);
        Array.Fill(targets, FocalLoss.Ignored);
        for (var row = 0; row < rows; row++)
        {
            var ((window, question, _), keep) = windows[row];
            var start = row * length;
            for (var t = 0; t < window.Length; t++) tokens[start + t] = window[t];
            present.AsSpan(start, window.Length).Fill(true);
            asked.AsSpan(start, question).Fill(true);
            for (var t = 0; t < keep?.Length; t++) targets[start + question + 1 + t] = keep[t] ? 1 : 0;
        }
        ids = tensor(tokens).view(rows, length);
        real = tensor(present).view(rows, length);
        global = tensor(asked).view(rows, length);
        labels = tensor(targets).view(rows, length);
    }

    /// <summary>Length of the row a window is padded to when it stands alone.</summary>
    public static int RowLength(ThoughtWindow window, TokenClassifierConfig config) =>
        Math.Min(config.MaxTokens, (window.Ids.Length + LengthStep - 1) / LengthStep * LengthStep);

    /// <summary>Scores of dropping and keeping, [rows, length, 2].</summary>
    public Tensor Logits(LongformerTokenClassifier model) => model.Logits(ids, real, global);

    /// <summary>Mean loss of the thought tokens.</summary>
    public Tensor Loss(LongformerTokenClassifier model, Tensor? classWeights, double gamma) => FocalLoss.Compute(Logits(model), labels, classWeights, gamma);
}
