using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Asks held-out questions with every control token and looks at what comes back.</summary>
/// <param name="validation">Held-out samples; questions with a whole thought serve.</param>
/// <param name="options">How many questions, how many tokens.</param>
public sealed class ControlMeasure(IReadOnlyList<SftItem> validation, SftOptions options)
{
    private readonly List<SftItem> questions = [.. validation.Where(item => item.Sample.Ratio == "1.0")
        .DistinctBy(item => item.Sample.Question).OrderBy(item => item.Sample.Id, StringComparer.Ordinal).Take(options.ControlQuestions)];

    /// <summary>One row a control token; empty when there is no question.</summary>
    /// <param name="model">Its own engine generates, from the weights it has now.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public IReadOnlyList<ControlAccuracy> Run(LanguageModel model, CancellationToken cancellation)
    {
        if (questions.Count == 0) return [];
        using var engine = InferenceEngine.For(model.Model);
        var rollouts = new Rollouts(model, engine);
        var problems = questions.Select(item => new MathProblem(item.Sample.Id, item.Sample.Question, item.Sample.Answer, Difficulty: 0)).ToList();
        var room = model.Model.Config.MaxPositions - questions.Max(item => item.Sequence.LossStart) - 1; // a prompt asked with a token may be one longer than one without
        var sampling = new RolloutOptions { MaxNewTokens = Math.Clamp(room, 1, options.MaxNewTokens), Seed = options.Seed };
        var whole = questions.Sum(item => (double)model.Format.Parse(item.Sequence.Ids.AsSpan(item.Sequence.LossStart)).Thought.Length);
        return [.. ControlToken.All.Select(control =>
        {
            var answers = rollouts.Run(problems, control, sampling, cancellation: cancellation).Select(samples => samples[0]).ToList();
            return new ControlAccuracy(control.Name, answers.Count, answers.Average(answer => Mirrors(answer, control) ? 1.0 : 0),
                answers.Sum(answer => answer.ThinkTokens) / whole, answers.Average(answer => answer.Right ? 1.0 : 0));
        })];
    }

    private static bool Mirrors(GradedResponse answer, ControlToken control) =>
        answer.Parsed.Control is { } index && (control.Ratio is null || ReferenceEquals(ControlToken.Ratios[index], control));
}
