using ExtraCot.Nn.Models;
using static TorchSharp.torch;

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
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var generator = new Generator(seed);
        var rows = tensor(controlIds.Select(id => (long)id).ToArray());
        var used = ones(model.Config.VocabularySize, dtype: ScalarType.Bool).index_fill_(0, rows, false);
        foreach (var matrix in model.TokenMatrices)
        {
            var norm = matrix.detach()[used].norm(1).median(); // an untied output layer has its own scale
            var directions = randn(controlIds.Count, model.Config.HiddenSize, generator: generator);
            matrix.index_copy_(0, rows, directions / directions.norm(1, keepdim: true) * norm);
        }
    }
}
