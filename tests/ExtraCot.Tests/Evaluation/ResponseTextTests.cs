using ExtraCot.Evaluation;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

/// <summary>Spec vector 21.</summary>
public sealed class ResponseTextTests
{
    [Fact]
    public void Should_keep_the_first_special_token_alone()
    {
        var response = ResponseText.Parse("<COMP_20>\n<think>x <COMP_40> y</think>ans<|im_end|>");
        Assert.Equal("<COMP_20>", response.FirstToken);
        Assert.Equal("<COMP_20>\n<think>x  y</think>ans", response.Text);
        Assert.Equal("x  y", response.Thought);
    }

    [Theory]
    [InlineData("<THINK>a</think>b", "a")]
    [InlineData("<short>ab</short>", "ab")]
    [InlineData("<think></think>b", "")]
    [InlineData("</think><think>", null)]
    [InlineData("<think>a", null)]
    [InlineData("<think>a</short>", null)]
    public void Should_read_closed_thoughts(string text, string? thought) => Assert.Equal(thought, ResponseText.Parse(text).Thought);

    [Fact]
    public void Should_not_take_an_end_of_turn_for_a_control_token() =>
        Assert.Equal(new ResponseText(null, "ab", null), ResponseText.Parse("a<|im_end|>b<|endoftext|>"));
}
