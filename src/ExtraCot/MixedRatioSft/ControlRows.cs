using ExtraCot.Models;
using ExtraCot.Nn.Models;

namespace ExtraCot.MixedRatioSft;

/// <summary>
/// Gives the control tokens' embeddings a start. They never occur in pre-training, where the softmax pushes all of them one
/// way: left as they are, their rows are nearly equal and the model cannot tell the ratios apart.
/// </summary>
public static class ControlRows
{
    /// <summary>Random directions with the median norm of the rows in use.</summary>
    /// <param name="model">Changed in place.</param>
    /// <param name="controlIds">Rows to set.</param>
    /// <param name="seed">Directions.</param>
    public static void Initialise(Qwen3Model model, IReadOnlyList<int> controlIds, ulong seed)
    {
        // An untied output layer has its own scale.
        foreach (var (index, matrix) in model.TokenMatrices.Index())
            EmbeddingRows.Initialise(matrix, controlIds, model.Config.VocabularySize, RowStart.Random, seed + (ulong)index);
    }
}
