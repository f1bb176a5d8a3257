using CsCheck;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class AnswerPropertyTests
{
    private static readonly int Samples = FuzzTests.Heavy ? 20_000 : 1_000;

    private static readonly string[] Changes = ["+1", "-\\frac{1}{7}", "+x", "+\\sqrt{7}", "+10^{-30}", "-0.001", "+\\pi", "+i"];

    [Fact]
    public void Generated_expressions_equal_their_rewritings() =>
        Gen.Select(Formula.Generator, Gen.Int).Sample(
            (formula, seed) =>
            {
                var (gold, answer) = (formula.Latex(), formula.Rewritten(new Random(seed)));
                var verdict = AnswerChecker.Equal(gold, answer);
                Assert.True(verdict.Equal || verdict.Rule == VerdictRule.Budget, $"{gold} | {answer} | {verdict}");
                Assert.Equal(verdict.Equal, AnswerChecker.Equal(answer, gold).Equal);
            },
            iter: Samples, threads: 1);

    [Fact]
    public void Generated_expressions_differ_from_perturbed_rewritings() =>
        Gen.Select(Formula.Generator, Gen.Int, Gen.Int[0, Changes.Length - 1]).Sample(
            (formula, seed, change) =>
            {
                var (gold, answer) = (formula.Latex(), formula.Rewritten(new Random(seed)) + Changes[change]);
                var verdict = AnswerChecker.Equal(gold, answer);
                Assert.False(verdict.Equal, $"{gold} | {answer} | {verdict}");
            },
            iter: Samples, threads: 1);

    [Fact]
    public void Generated_lists_are_equal_in_any_order_and_tuples_in_their_own() =>
        Gen.Int[-99, 99].HashSet[2, 6].Select(values => values.ToArray()).Sample(
            values =>
            {
                var turned = values.Reverse().ToArray();
                var (list, other) = (string.Join(", ", values), string.Join(", ", turned));
                Assert.True(AnswerChecker.Equal(list, other).Equal, $"{list} | {other}");
                Assert.True(AnswerChecker.Equal($"\\{{{list}\\}}", $"\\{{{other}\\}}").Equal);
                Assert.False(AnswerChecker.Equal($"({list})", $"({other})").Equal, $"({list}) | ({other})");
                Assert.False(AnswerChecker.Equal(list, $"{list}, {values[0]}").Equal);
            },
            iter: Samples, threads: 1);
}
