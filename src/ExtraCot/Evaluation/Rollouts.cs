using ExtraCot.Chrpo;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>Generates and grades responses: the one way from questions to verdicts for data, rewards and evaluation.</summary>
public sealed class Rollouts(LanguageModel model, InferenceEngine engine)
{
    private readonly Grader grader = new(model.Format);

    /// <summary>Responses to each question in one mode: [questions][samples].</summary>
    /// <param name="problems">Questions with gold answers.</param>
    /// <param name="control">Fixed ratio, policy, or null for the base model's prompt.</param>
    /// <param name="options">Sampling.</param>
    /// <param name="onToken">Told of every token; from one thread at a time.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public IReadOnlyList<GradedResponse[]> Run(IReadOnlyList<MathProblem> problems, ControlToken? control, RolloutOptions options,
        Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default)
    {
        var asked = problems.Select(_ => control).ToList();
        return Run(problems, asked, Choices(problems, control, options), options, onToken, cancellation);
    }

    /// <summary>As the other overload, with a mode of its own for each question and the policy's choices given.</summary>
    /// <param name="problems">Questions.</param>
    /// <param name="controls">Mode of each question.</param>
    /// <param name="choices">Index of the ratio that a policy-mode response begins with; null leaves it to the model.</param>
    /// <param name="options">Sampling.</param>
    /// <param name="onToken">Told of every token; from one thread at a time.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public IReadOnlyList<GradedResponse[]> Run(IReadOnlyList<MathProblem> problems, IReadOnlyList<ControlToken?> controls, IReadOnlyList<int?> choices,
        RolloutOptions options, Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default)
    {
        var requests = problems.Select((problem, i) => Request(problem, controls[i], choices[i], options, (ulong)i)).ToList();
        var results = engine.Generate(requests, onToken, cancellation);
        return results.Select((samples, i) => samples.Select(sample => grader.Grade(problems[i].Answer, [.. sample.TokenIds])).ToArray()).ToList();
    }

    private IReadOnlyList<int?> Choices(IReadOnlyList<MathProblem> problems, ControlToken? control, RolloutOptions options)
    {
        if (control != ControlToken.Policy || model.Head is null) return new int?[problems.Count];
        var random = options.Temperature > 0 ? SeededRandom.For(options.Seed, "choice") : null;
        return ControlPolicy.Choose(model, problems, random).Select(index => (int?)index).ToList();
    }

    private GenerationRequest Request(MathProblem problem, ControlToken? control, int? choice, RolloutOptions options, ulong index)
    {
        var sampling = new SamplingOptions
        {
            Temperature = options.Temperature,
            MaxNewTokens = options.MaxNewTokens,
            StopTokens = [model.Format.EndOfTurn],
            Seed = SeededRandom.For(options.Seed, problem.Id).NextBits() + index,
            // The first token of a policy response is a choice among the five ratios, nothing else.
            AllowedFirstTokens = control == ControlToken.Policy ? model.Format.RatioIds : [],
            ForcedTokens = choice is { } ratio ? [model.Format.RatioIds[ratio]] : [],
        };
        return new GenerationRequest(model.Format.Prompt(problem.Question, control), sampling) { Samples = options.Samples };
    }
}
