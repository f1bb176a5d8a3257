using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Tests.Reporting;

/// <summary>An invented run with figures of the kind a real one gives.</summary>
internal static class MadeUpRun
{
    public const int Problems = 400;
    private static readonly IReadOnlyList<MathProblem> Set = SmallWorldSet.Make(5, "report", heldOut: true, Problems);
    private static readonly int[] BaseTokens = [.. Set.Select((problem, i) => 180 + 35 * problem.Difficulty + i % 7)];

    public static EvaluatedModes Modes { get; } = new(
        Mode(null, wrong: 1, _ => null, 1),
        [.. ControlToken.Ratios.Select((control, i) => Mode(control, new[] { 21, 5, 4, 3, 2 }[i], _ => i, control.Ratio!.Value * 0.985))],
        Mode(ControlToken.Policy, wrong: 4, Choice, null),
        Mode(ControlToken.Policy, wrong: 11, problem => problem.Difficulty > 4 ? 2 : Choice(problem), null),
        Mode(ControlToken.Ratios[0], wrong: 391, _ => 0, 0.21));

    public static QuickstartSummary Summary { get; } = QuickstartSummary.From(1, Modes, new Dictionary<string, double>
    {
        ["sample"] = 61.24,
        ["compressor"] = 48.9,
        ["compress"] = 12.3,
        ["sft"] = 243.8,
        ["naive"] = 31.5,
        ["teacher"] = 40.1,
        ["chrpo"] = 118.7,
        ["evaluate"] = 36.2,
    });

    public static QuickstartReport Report { get; } = new(Summary, [.. Enumerable.Range(0, 10).Select(Sample)], "standard", MakesClaims: true,
        "dotnet run -c Release --project src/ExtraCot.Cli -- quickstart --seed 1", "seed: 1\nsourceProblems: 6000\nsft:\n  tokensPerStep: 2048\n", "2 threads, Linux x64");

    private static int? Choice(MathProblem problem) => problem.Difficulty > 6 ? 2 : problem.Difficulty > 4 ? 1 : 0;

    private static ModeResult Mode(ControlToken? control, int wrong, Func<MathProblem, int?> choose, double? share)
    {
        var random = SeededRandom.For(9, $"{control}-{wrong}");
        var fails = Enumerable.Range(0, Problems).OrderByDescending(i => Set[i].Difficulty + 6 * random.NextDouble()).Take(wrong).ToHashSet();
        return new(control, Set, [.. Set.Select((problem, i) =>
        {
            var choice = choose(problem);
            var tokens = (int)(BaseTokens[i] * (share ?? ControlToken.Ratios[choice!.Value].Ratio!.Value * 0.97));
            return new Prediction(problem.Id, control?.Name ?? "base", 0)
            {
                Control = choice is { } index ? ControlToken.Ratios[index].Name : null,
                ThinkTokens = tokens,
                VisibleTokens = 8,
                Closed = true,
                Finished = true,
                WellFormed = true,
                Answer = problem.Answer,
                Right = !fails.Contains(i),
            };
        })]);
    }

    private static ReportSample Sample(int index)
    {
        var problem = ProblemGenerator.Next(SeededRandom.For(3, $"sample-{index}"), heldOut: true, 2 + index % 4);
        var kept = string.Concat(problem.Segments.Where(segment => segment.Kind is SegmentKind.CoreEquation or SegmentKind.HelperEquation).Select(segment => segment.Text));
        return new()
        {
            Question = problem.Question,
            Difficulty = 2 + index % 4,
            Gold = problem.Answer.ToString(),
            BaseThought = problem.Thought,
            BaseTokens = 402,
            BaseAnswer = $"\\boxed{{{problem.Answer}}}",
            Kept = ThoughtAlignment.Kept(problem.Thought, kept),
            Choice = "0.2",
            Thought = kept.Trim(),
            Tokens = 81,
            Answer = $"\\boxed{{{problem.Answer + (index == 7 ? 1 : 0)}}}",
            Right = index != 7,
            Fault = index == 7 ? "another answer" : null,
        };
    }
}
