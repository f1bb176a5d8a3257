using ExtraCot.Engines;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>Generates and grades responses of a model in this process: from questions to verdicts for data, rewards and evaluation.</summary>
public sealed class Rollouts(LanguageModel model, InferenceEngine engine)
{
    private readonly Grader grader = new(model.Format);

    /// <summary>Responses to each question in one mode: [questions][samples].</summary>
    /// <param name="problems">Questions with gold answers.</param>
    /// <param name="control">Fixed ratio, policy, or null for the base model's prompt.</param>
    /// <param name="options">Sampling.</param>
    /// <param name="onToken">Told of every token; from one thread at a time.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="InputException">A question does not fit the model.</exception>
    public IReadOnlyList<GradedResponse[]> Run(IReadOnlyList<MathProblem> problems, ControlToken? control, RolloutOptions options,
        Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default) =>
        Run(problems, [.. problems.Select(_ => control)], new int?[problems.Count], options, onToken, cancellation);

    /// <summary>As the other overload, with a mode of its own for each question and choices given.</summary>
    /// <param name="problems">Questions.</param>
    /// <param name="controls">Mode of each question.</param>
    /// <param name="choices">Index of the ratio that a response is made to begin with; null leaves it to the model (<see cref="EngineRequest.Choice"/>).</param>
    /// <param name="options">Sampling.</param>
    /// <param name="onToken">Told of every token; from one thread at a time.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="InputException">A question does not fit the model.</exception>
    public IReadOnlyList<GradedResponse[]> Run(IReadOnlyList<MathProblem> problems, IReadOnlyList<ControlToken?> controls, IReadOnlyList<int?> choices,
        RolloutOptions options, Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default)
    {
        var responses = problems.Select(_ => new GradedResponse[options.Samples]).ToArray();
        using var local = new LocalEngine(model, engine);
        local.Answer([.. problems.Select((problem, i) => Request(problem, controls[i], choices[i], options, (ulong)i))], Keep, onToken, cancellation);
        return responses;

        void Keep(EngineAnswer answer)
        {
            if (answer.Error is { } error) throw new InputException($"question {answer.Id}: {error}");
            responses[answer.Request][answer.Sample] = grader.Grade(problems[answer.Request].Answer, [.. answer.Ids!]);
        }
    }

    // A question may be asked several times in one call, each time with random numbers of its own.
    private static EngineRequest Request(MathProblem problem, ControlToken? control, int? choice, RolloutOptions options, ulong index) => new(problem.Id, problem.Question)
    {
        Control = control,
        Choice = choice,
        Samples = options.Samples,
        Temperature = options.Temperature,
        MaxNewTokens = options.MaxNewTokens,
        Seed = EngineRequest.SeedFor(options.Seed, problem.Id) + index,
    };
}
