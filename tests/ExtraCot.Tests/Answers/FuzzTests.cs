using System.Text;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class FuzzTests
{
    private const int Seed = 20260208;

    private static readonly string[] Fragments =
    [
        "{", "}", "(", ")", "[", "]", "\\{", "\\}", "|", "^", "_", "!", "%", "\\%", "°", "'", ",", ";", ":", ".", "...", "$", "$$", "\\$", "=", "<", "\\le ", "≥", "\\in ", "+", "-", "−", "*", "**",
        "/", "\\cdot ", "×", "\\pm ", "\\frac", "\\dfrac{", "\\sqrt", "\\sqrt[3]", "√", "\\binom", "\\over ", "\\choose ", "\\log_", "\\ln ", "\\sin ", "\\arctan", "\\lfloor ", "\\rceil ", "\\pmod", " mod ",
        "\\infty", "∞", "\\pi", "π", "e", "i", "x", "y", "n", "f(", "C(", "abc", "ABC", "0", "1", "2", "7", "10", "12", "123", "1,234", "1{,}234", "0.5", ".25", "0.\\overline{3}", "1e9", "1e-9", "99999999999",
        "½", "²", "\\circ", "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "\\cup ", "\\setminus ", "\\mathbb{R}", "\\emptyset", "\\text{", "\\text{ and }", " and ", " or ", "\\mathrm{cm}", " cm", " dollars",
        " am", "\\left", "\\right", "\\boxed{", "\\boxed ", "\\fbox{", "</think>", "<think>", "The answer is ", "####", "Answer: ", "\n", "\r\n", "\t", " ", "  ", "\\", "\\,", "\\!", "~", "\0", "\uD835", "𝑥", "\uFEFF", "é", "中",
    ];

    internal static bool Heavy => Environment.GetEnvironmentVariable("EXTRACOT_HEAVY") == "1";

    [Fact]
    public void Random_and_mutated_strings_are_checked_without_exception_and_alike_each_time()
    {
        var (count, random) = (Heavy ? 1_000_000 : 20_000, new Random(Seed));
        var judged = AnswerCases.Kinds.SelectMany(AnswerCases.Of).SelectMany(item => (string[])[item.Gold, item.Answer]).Distinct().ToArray();
        var (equal, overBudget) = (0, 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}, {count} strings");
        for (var index = 0; index < count; index++)
        {
            var text = random.Next(2) == 0 ? Joined(random) : Mutated(judged[random.Next(judged.Length)], random);
            var other = random.Next(4) == 0 ? text : judged[random.Next(judged.Length)];
            try
            {
                var verdict = index % 2 == 0 ? AnswerChecker.Check(other, text) : AnswerChecker.Equal(text, other);
                if (verdict.Equal) equal++;
                if (verdict.Rule == VerdictRule.Budget) overBudget++;
                if (index % 100 == 0) Assert.Equal(verdict, index % 2 == 0 ? AnswerChecker.Check(other, text) : AnswerChecker.Equal(text, other));
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, string {index}: «{other}» against «{text}»: {failure}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{equal} equal, {overBudget} over the budget");
        Assert.InRange(equal, 1, count / 2);
        Assert.InRange(overBudget, 0, count / 100);
    }

    private static string Joined(Random random)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(1, 24); pieces > 0; pieces--) text.Append(Fragments[random.Next(Fragments.Length)]);
        return text.ToString();
    }

    private static string Mutated(string text, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(3), text.Length - at);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
                _ => text[..at] + text[(at / 2)..at] + text[at..],
            };
        }
        return text;
    }
}
