using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class AnswerCheckerTests
{
    public static TheoryData<string> Kinds => [.. AnswerCases.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Judged_pairs_are_decided_as_judged_bare_and_boxed(string kind)
    {
        var wrong = new List<string>();
        foreach (var (gold, answer, equal) in AnswerCases.Of(kind))
        {
            foreach (var verdict in (Verdict[])[AnswerChecker.Equal(gold, answer), AnswerChecker.Check(gold, answer), AnswerChecker.Check(gold, $"<think>17</think>So it is $\\boxed{{{answer}}}$.")])
            {
                if (verdict.Equal != equal) wrong.Add($"{gold} {(equal ? "≡" : "≢")} {answer}: {verdict}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Each_kind_of_case_holds_both_outcomes()
    {
        foreach (var kind in AnswerCases.Kinds)
        {
            Assert.Contains(AnswerCases.Of(kind), item => item.Equal);
            Assert.Contains(AnswerCases.Of(kind), item => !item.Equal);
        }
    }

    [Theory]
    [InlineData("1/2", "0.5", VerdictRule.Rational)]
    [InlineData("1/3", "0.333333", VerdictRule.Decimal)]
    [InlineData("2\\sqrt{3}", "\\sqrt{12}", VerdictRule.Symbolic)]
    [InlineData("\\sqrt{3-2\\sqrt{2}}", "\\sqrt{2}-1", VerdictRule.Numeric)]
    [InlineData("\\sin 2x", "2\\sin x\\cos x", VerdictRule.Sampled)]
    [InlineData("5 cm", "50 mm", VerdictRule.Quantity)]
    [InlineData("(1,2)", "(1, 2)", VerdictRule.Tuple)]
    [InlineData("\\{1,2\\}", "\\{2,1\\}", VerdictRule.Set)]
    [InlineData("x<5", "(-\\infty,5)", VerdictRule.Interval)]
    [InlineData("\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{bmatrix}1\\\\2\\end{bmatrix}", VerdictRule.Matrix)]
    [InlineData("y=2x", "2y=4x", VerdictRule.Equation)]
    [InlineData("x+y<1", "1>x+y", VerdictRule.Inequality)]
    [InlineData("3:2", "6:4", VerdictRule.Ratio)]
    [InlineData("\\text{east}", "East", VerdictRule.Text)]
    public void A_verdict_names_the_rule_that_decided(string gold, string answer, string rule)
    {
        var verdict = AnswerChecker.Equal(gold, answer);
        Assert.True(verdict.Equal);
        Assert.Equal(rule, verdict.Rule);
    }

    [Fact]
    public void A_verdict_shows_both_canonical_forms()
    {
        var verdict = AnswerChecker.Equal("\\frac{2}{4}", "0.25");
        Assert.Equal(("1/2", "1/4", false), (verdict.Gold, verdict.Answer, verdict.Equal));
    }

    [Theory]
    [InlineData(null, "5")]
    [InlineData("", "5")]
    [InlineData("5", null)]
    [InlineData("5", " ")]
    public void Empty_answers_equal_nothing(string? gold, string? answer)
    {
        Assert.False(AnswerChecker.Equal(gold, answer).Equal);
        Assert.False(AnswerChecker.Check(gold, answer).Equal);
    }

    [Fact]
    public void Absurd_sizes_are_over_budget_and_not_equal()
    {
        string digits = new('9', 1_000_000), braces = new string('{', 10_000) + "1" + new string('}', 10_000);
        (string Gold, string Answer)[] absurd =
        [
            ("1", digits), (digits, digits), ("1", $"\\boxed{{{digits}}}"), ("1", braces), ("1", new string('(', 10_000) + "1" + new string(')', 10_000)),
            ("1", string.Concat(Enumerable.Repeat("\\frac{1}{", 100)) + "1" + new string('}', 100)), ("1", "1" + new string('!', 1000)), ("1", "1" + string.Concat(Enumerable.Repeat("/1", 2000))),
            ("(0,1)", "(0,1)" + string.Concat(Enumerable.Repeat("\\cup(0,1)", 1000))),
        ];
        foreach (var (gold, answer) in absurd)
        {
            var verdict = AnswerChecker.Check(gold, answer);
            Assert.Equal((false, VerdictRule.Budget), (verdict.Equal, verdict.Rule));
        }
    }

    [Fact]
    public void Many_threads_get_the_verdicts_of_one()
    {
        var cases = AnswerCases.Kinds.SelectMany(AnswerCases.Of).Select(item => (item.Gold, item.Answer)).Take(600).ToArray();
        var alone = cases.Select(item => AnswerChecker.Check(item.Gold, item.Answer)).ToArray();
        Parallel.For(0, 3 * cases.Length, index =>
        {
            var (gold, answer) = cases[index % cases.Length];
            Assert.Equal(alone[index % cases.Length], AnswerChecker.Check(gold, answer));
        });
    }
}
