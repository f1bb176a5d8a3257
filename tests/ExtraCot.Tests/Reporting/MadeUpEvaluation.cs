using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Text;
using ExtraCot.Text.Data;

namespace ExtraCot.Tests.Reporting;

/// <summary>An invented evaluation with figures of the kind a real one gives.</summary>
internal static class MadeUpEvaluation
{
    private static readonly string[] Subjects = ["Algebra", "Geometry"];

    public static (EvaluatedRun Run, EvaluationSummary Summary) Make(string name = "ours", double worse = 0, string text = "", string? subject = null, int count = 120)
    {
        var problems = new ProblemSet("sums" + text, [.. Enumerable.Range(0, count).Select(i => new MathProblem($"q{i}{text}", $"What is {i} and 1?{text}", $"{i + 1}{text}", 1 + i % 5) { Subject = subject ?? Subjects[i % 2] })]);
        var modes = ((string Name, double Share, double Wrong)[])[("base", 1, .02), ("0.2", .2, .12), ("0.4", .4, .07), ("1.0", 1, .03), ("policy", .3, .04), ("concise", .8, .05), ("reduce-0.4", .6, .1)];
        var run = new EvaluatedRun(name + text, "runs/" + name, problems, modes.ToDictionary(mode => mode.Name, mode => Mode(mode.Name, mode.Share, mode.Wrong + worse, problems, text)));
        return (run, EvaluationSummary.Of(run));
    }

    private static ModeResult Mode(string name, double share, double wrong, ProblemSet problems, string text)
    {
        var random = SeededRandom.For(4, name);
        return new(EvaluationMode.ControlOf(name), problems.Problems, (IReadOnlyList<Prediction>)[.. problems.Problems.Select((problem, i) =>
        {
            var right = !random.Chance(wrong);
            var tokens = (int)(share * (200 + 40 * problem.Difficulty + i % 13));
            var control = name is "policy" ? (problem.Difficulty > 3 ? "0.4" : "0.2") : EvaluationMode.ControlOf(name)?.Name;
            return new Prediction(problem.Id, name, 0)
            {
                Response = $"{(control is null ? "" : $"<COMP_{100 * double.Parse(control):0}>\n")}<think>\nFirst we {(share < .5 ? "" : "look at the question again and ")}add. $ {i} + 1 = {i + 1} $.{text}\n</think>\n\n\\boxed{{{(right ? i + 1 : i)}}}{text}",
                Control = control,
                ThinkTokens = tokens,
                VisibleTokens = 6,
                Closed = true,
                Finished = true,
                WellFormed = true,
                Answer = $"{(right ? i + 1 : i)}{text}",
                Rule = "rational" + text,
                Right = right,
            };
        })]);
    }
}
