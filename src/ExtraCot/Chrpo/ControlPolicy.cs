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
    public static Tensor Hidden(LanguageModel model, IReadOnlyList<MathProblem> problems) =>
        Hidden(model, [.. problems.Select(problem => model.Format.Prompt(problem.Question, ControlToken.Policy))]);

    /// <summary>As the other overload, for the ids of policy prompts.</summary>
    private static Tensor Hidden(LanguageModel model, IReadOnlyList<int[]> policyPrompts)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var device = model.Model.Device;
        var parts = policyPrompts.Chunk(QuestionsPerPass).Select(prompts =>
        {
            using var inner = NewDisposeScope();
            var lengths = prompts.Select(prompt => prompt.Length).ToArray();
            var ids = tensor(prompts.SelectMany(prompt => prompt.Select(id => (long)id)).ToArray(), device: device);
            var positions = cat(lengths.Select(length => arange(length, device: device)).ToArray());
            var ends = tensor(lengths.Aggregate(new List<long>(), (sums, length) => { sums.Add((sums.Count > 0 ? sums[^1] : -1) + length); return sums; }).ToArray(), device: device);
            return model.Model.Hidden(ids, positions, lengths.Max(), new PackedCausalAttention(lengths)).index_select(0, ends).MoveToOuterDisposeScope();
        }).ToArray();
        return cat(parts, 0).cpu().MoveToOuterDisposeScope(); // the head is small and stays there
    }

    /// <summary>Index of the chosen ratio a question: the most likely one, or a draw where <paramref name="random"/> is given.</summary>
    /// <exception cref="InvalidOperationException">The model has no control head.</exception>
    public static int[] Choose(LanguageModel model, IReadOnlyList<MathProblem> problems, SeededRandom? random = null)
    {
        using var hidden = Hidden(model, problems);
        return Choose(model, hidden, random);
    }

    /// <summary>As the other overload, for the ids of one policy prompt: a choice for each random source, the most likely one where it is null.</summary>
    /// <exception cref="InvalidOperationException">The model has no control head.</exception>
    public static int[] Choose(LanguageModel model, int[] policyPrompt, IReadOnlyList<SeededRandom?> random)
    {
        using var hidden = Hidden(model, [policyPrompt]);
        return [.. random.Select(each => Choose(model, hidden, each)[0])];
    }

    private static int[] Choose(LanguageModel model, Tensor hidden, SeededRandom? random)
    {
        var head = model.Head ?? throw new InvalidOperationException("the model has no control head");
        return random is null ? head.Choose(hidden) : head.Sample(hidden, random);
    }
}
