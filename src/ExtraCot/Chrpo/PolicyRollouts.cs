using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>Makes the rollouts of a batch with the trained weights in the same process, log-probabilities included; verdicts come from all processors.</summary>
/// <param name="model">The trained model.</param>
/// <param name="engine">Over its weights.</param>
/// <param name="choices">Indices of the ratios the model's own first token may be.</param>
/// <param name="plan">Sizes and sampling.</param>
internal sealed class PolicyRollouts(LanguageModel model, InferenceEngine engine, IReadOnlyList<int> choices, RolloutPlan plan)
{
    private readonly Grader grader = new(model.Format);

    /// <summary>Rollouts of each prompt.</summary>
    /// <param name="problems">Questions.</param>
    /// <param name="budgets">What the teacher says of each.</param>
    /// <param name="controls">Mode of each: a fixed ratio or policy.</param>
    /// <param name="given">Index of the ratio each response begins with; null leaves it to the model's own first token.</param>
    /// <param name="seed">Seed of this batch.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    /// <exception cref="OperationCanceledException">Stopped; nothing was trained on half a batch.</exception>
    public IReadOnlyList<RolloutGroup> Run(IReadOnlyList<MathProblem> problems, IReadOnlyList<TeacherBudget> budgets, IReadOnlyList<ControlToken> controls, IReadOnlyList<int?> given, ulong seed, CancellationToken cancellation)
    {
        var requests = problems.Select((problem, i) => Request(problem, controls[i], given[i], SeededRandom.For(seed, $"{i}").NextBits())).ToList();
        var results = engine.Generate(requests, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return [.. results.AsParallel().AsOrdered().Select((samples, i) => new RolloutGroup(budgets[i],
            [.. samples.Select(sample => Rollout(problems[i], sample))], IsFixed: controls[i] != ControlToken.Policy)
            { ProblemId = problems[i].Id, Question = problems[i].Question, Gold = problems[i].Answer })];
    }

    private PolicyRollout Rollout(MathProblem problem, GenerationResult sample)
    {
        var graded = grader.Grade(problem.Answer, [.. sample.TokenIds]);
        return new PolicyRollout(graded, graded.Parsed.Control) { LogProbabilities = [.. sample.LogProbabilities] };
    }

    private GenerationRequest Request(MathProblem problem, ControlToken control, int? given, ulong seed) => new(model.Format.Prompt(problem.Question, control), new SamplingOptions
    {
        Temperature = plan.Temperature,
        MaxNewTokens = plan.MaxNewTokens,
        StopTokens = [model.Format.EndOfTurn],
        Seed = seed,
        LogProbabilities = true,
        AllowedFirstTokens = [.. choices.Select(choice => model.Format.RatioIds[choice])],
        ForcedTokens = given is { } ratio ? [model.Format.RatioIds[ratio]] : [],
    })
    { Samples = plan.GroupSize };
}
