using ExtraCot.Nn.Layers;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>Asks a model's control head for the ratio of each question.</summary>
public static class ControlPolicy
{
    private const int QuestionsPerPass = 64;

    /// <summary>Hidden states at the control position, the last token of the policy prompt: [P, d] float32.</summary>
    public static Tensor Hidden(LanguageModel model, IReadOnlyList<MathProblem> problems)
    {
        var policyPrompts = problems.Select(problem => model.Format.Prompt(problem.Question, ControlToken.Policy));
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var parts = policyPrompts.Chunk(QuestionsPerPass).Select(prompts =>
        {
            using var inner = NewDisposeScope();
            var lengths = prompts.Select(prompt => prompt.Length).ToArray();
            var ids = tensor(prompts.SelectMany(prompt => prompt.Select(id => (long)id)).ToArray());
            var positions = cat(lengths.Select(length => arange(length)).ToArray());
            var ends = tensor(lengths.Aggregate(new List<long>(), (sums, length) => { sums.Add((sums.Count > 0 ? sums[^1] : -1) + length); return sums; }).ToArray());
            return model.Model.Hidden(ids, positions, lengths.Max(), new PackedCausalAttention(lengths)).index_select(0, ends).MoveToOuterDisposeScope();
        }).ToArray();
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Index of the chosen ratio a question: the most likely one, or a draw where <paramref name="random"/> is given.</summary>
    /// <exception cref="InvalidOperationException">The model has no control head.</exception>
    public static int[] Choose(LanguageModel model, IReadOnlyList<MathProblem> problems, SeededRandom? random = null)
    {
        var head = model.Head ?? throw new InvalidOperationException("the model has no control head");
        using var hidden = Hidden(model, problems);
        return random is null ? head.Choose(hidden) : head.Sample(hidden, random);
    }

    /// <summary>Entropy in nats of one prompt's choice, at temperature 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">[1, d]: its hidden state at the control position.</param>
    /// <param name="choices">Indices of the ratios the model's own first token chooses among; null for the control head's choice.</param>
    internal static double Entropy(LanguageModel model, Tensor hidden, IReadOnlyList<int>? choices)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var logits = choices is null ? model.Head!.Logits(hidden)
            : hidden.mm(model.Model.TokenMatrices[^1].index_select(0, tensor(choices.Select(choice => (long)model.Format.RatioIds[choice]).ToArray())).to(ScalarType.Float32).t());
        return ControlHead.Entropy(logits);
    }
}
