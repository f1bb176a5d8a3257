using System.Text.RegularExpressions;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed partial class GoldAnswerTests
{
    private static readonly (string Name, Func<string, string> Wrap)[] Wrappings =
    [
        ("itself", gold => gold),
        ("inline", gold => $"${gold}$"),
        ("inline with brackets", gold => $"\\({gold}\\)"),
        ("display", gold => $"$${gold}$$"),
        ("boxed", gold => $"\\boxed{{{gold}}}"),
        ("boxed in a sentence", gold => $"<think>17</think>Hence **the answer is** $\\boxed{{{gold}}}$."),
        ("announced", gold => $"The final answer is ${gold}$."),
        ("dfrac", gold => gold.Replace("\\frac", "\\dfrac", StringComparison.Ordinal)),
        ("tfrac", gold => gold.Replace("\\frac", "\\tfrac", StringComparison.Ordinal)),
        ("spaced", gold => Operator().Replace($" {gold} ", " $0 ")),
        ("left and right", gold => Closing().Replace(Opening().Replace(gold, "\\left$0"), "\\right$0")),
        ("bold", gold => $"**{gold}**"),
        ("full stop", gold => $"{gold}."),
    ];

    [Fact]
    public void Each_of_1942_gold_answers_equals_itself_however_wrapped()
    {
        var golds = GoldAnswers.All;
        Assert.Equal(1942, golds.Length);
        var wrong = golds.Distinct().SelectMany(gold => Wrappings.Where(form => !AnswerChecker.Check(gold, form.Wrap(gold)).Equal).Select(form => $"{form.Name}: {gold}"));
        Assert.Empty(wrong);
    }

    // "2,000 random pairs" asks for less: all 124,750 pairs are checked, so the coincidences are all there are.
    [Fact]
    public void No_two_of_the_MATH_500_gold_answers_are_called_equal_but_the_listed_coincidences()
    {
        var golds = GoldAnswers.Math500;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (var first = 0; first < golds.Length; first++)
        {
            for (var second = first + 1; second < golds.Length; second++)
            {
                if (golds[first] == golds[second] || !AnswerChecker.Equal(golds[first], golds[second]).Equal) continue;
                found.Add(string.CompareOrdinal(golds[first], golds[second]) < 0 ? $"{golds[first]} ≡ {golds[second]}" : $"{golds[second]} ≡ {golds[first]}");
            }
        }
        var listed = File.ReadLines(Repository.Path("tests", "ExtraCot.Tests", "Answers", "Cases", "coincidences.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]);
        Assert.Equal(listed.Order(StringComparer.Ordinal), found);
    }

    [GeneratedRegex(@"(?<!\\)[-+=,](?!\\!)")]
    private static partial Regex Operator();

    [GeneratedRegex(@"(?<!\\left)[(\[]")]
    private static partial Regex Opening();

    [GeneratedRegex(@"(?<!\\right)[)\]]")]
    private static partial Regex Closing();
}
