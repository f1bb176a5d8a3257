using ExtraCot.Engines;
using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Engines;

public class AnswerReaderTests
{
    private static EngineAnswer Read(string text, FinishReason finish = FinishReason.Stop) => AnswerReader.FromText(new EngineAnswer(0, "a", 0), text, finish);

    [Fact]
    public void Should_read_control_thought_and_visible_part_of_a_text()
    {
        var answer = Read("<COMP_20>\n<think>\nso $1+1=2$\n</think>\n\nIt is \\boxed{2}.<|im_end|>");
        Assert.Equal((ControlToken.Ratios[0], "so $1+1=2$", @"It is \boxed{2}.", true), (answer.Control, answer.Thought, answer.Visible, answer.WellFormed));
        Assert.Null(answer.ThinkTokens);
    }

    [Theory]
    [InlineData("<think>\nso")]
    [InlineData("no marks at all")]
    [InlineData("<think>a</think><think>b</think>c")]
    [InlineData("<COMP_20>\n<think>a</think>b <COMP_40>")]
    [InlineData("")]
    public void Should_call_malformed_what_cannot_be_right(string text) => Assert.False(Read(text).WellFormed);

    [Fact]
    public void Should_call_a_cut_response_malformed() => Assert.False(Read("<think>a</think>b", FinishReason.Length).WellFormed);

    [Fact]
    public void Should_take_an_unclosed_thought_to_the_end() => Assert.Equal(("so it", ""), (Read("<think>\nso it").Thought, Read("<think>\nso it").Visible));
}
