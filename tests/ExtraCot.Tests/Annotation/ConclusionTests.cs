using ExtraCot.Annotation;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Annotation;

public class ConclusionTests
{
    [Theory]
    [InlineData("So $a = 2$ or $a = 8$. Let me double-check. $5 - a = 3$ gives $a = 2$. The sum is indeed $10$. I think that's correct.", "The sum is indeed $10$.")]
    [InlineData("So $y < 3$. Then $-2 < x < 2$. In interval notation, that's $(-2, 2)$. I think that's the final answer.", "In interval notation, that's $(-2, 2)$.")]
    [InlineData("So $x < 2$. In interval notation, that would be $(2, 12) \\cup (12, 102)$. Wait, let me double-check: $x \\neq 12$. Yes, that seems correct.", "In interval notation, that would be $(2, 12) \\cup (12, 102)$.")]
    [InlineData("We get $2 + 5 = 7$. Indeed $7 \\cdot 181 = 1267$, so it is divisible. The remainder is $0$.", "The remainder is $0$.")]
    [InlineData("The numbers are 5 and 10. Checking: 5 + 10 = 15 and 5 * 10 = 50, so this is fine. The larger number is 10.", "The larger number is 10.")]
    [InlineData("So $x = 7$. The answer is\n\n\\boxed{7}.\n\nLet me see whether $x = 8$ works. It does not.", "\\boxed{7}.")]
    public void Should_find_the_statement_of_the_answer(string thought, string statement) => Assert.Equal(statement, Statement("", thought));

    [Fact]
    public void Should_not_take_what_is_to_be_found_for_what_was_found() =>
        Assert.Equal("Therefore, I get the same answer, which is $23$.", Statement("What is $6x + 5$?", "So $6x = 18$. Therefore, I get the same answer, which is $23$. So, in summary, this is how one finds $6x + 5$."));

    private static string Statement(string question, string text)
    {
        var thought = new SegmentedThought(question, text, UnitDetector.Detect(text));
        var sentences = Sentences.Of(thought.Units);
        var units = sentences[Conclusion.Find(thought, sentences)[0]];
        return text[thought.Units[units.Start.Value].Start..thought.Units[units.End.Value - 1].End].Trim();
    }
}
