using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>Makes the rollouts of a batch with the trained weights in the same process, log-probabilities included; verdicts are found on other threads while it goes on.</summary>
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
        var ids = requests.Select(_ => Enumerable.Range(0, plan.GroupSize).Select(_ => new List<int>()).ToArray()).ToArray();
        var verdicts = requests.Select(_ => new Task<GradedResponse>[plan.GroupSize]).ToArray();
        var results = engine.Generate(requests, Collect, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return [.. results.Select((samples, i) => new RolloutGroup(budgets[i],
            [.. samples.Select((sample, k) => Rollout(verdicts[i][k].GetAwaiter().GetResult(), sample))], IsFixed: controls[i] != ControlToken.Policy)
            { ProblemId = problems[i].Id, Question = problems[i].Question, Gold = problems[i].Answer })];

        void Collect(GeneratedToken token)
        {
            if (token.FinishReason == FinishReason.Cancelled) return;
            var response = ids[token.Request][token.Sample];
            response.Add(token.TokenId);
            if (token.FinishReason is not null) verdicts[token.Request][token.Sample] = Task.Run(() => grader.Grade(problems[token.Request].Answer, [.. response]), CancellationToken.None);
        }
    }

    private static PolicyRollout Rollout(GradedResponse graded, GenerationResult sample) => new(graded, graded.Parsed.Control) { LogProbabilities = [.. sample.LogProbabilities] };

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
