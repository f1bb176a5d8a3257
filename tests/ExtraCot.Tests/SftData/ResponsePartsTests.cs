using ExtraCot.SftData;
using Xunit;

namespace ExtraCot.Tests.SftData;

public class ResponsePartsTests
{
    [Theory]
    [InlineData("<think>\na\n</think>\n\nb", "a", "\n\nb")]
    [InlineData("<COMP_20>\n<think>\na\n</think>\n\nb<|im_end|>\n", "a", "\n\nb")]
    [InlineData("Add.\n#### 2", "Add.", "\n\nThe final answer is: $\\boxed{2}$")]
    [InlineData("One and one.\nThe answer is: 2", "One and one.", "\n\nThe final answer is: $\\boxed{2}$")]
    [InlineData(@"So it is $\boxed{2}$.", @"So it is $\boxed{2}$.", "\n\nThe final answer is: $\\boxed{2}$")]
    public void Should_take_a_response_apart(string response, string thought, string visible) => Assert.Equal(new(thought, visible, null), ResponseParts.Of(response));

    [Theory]
    [InlineData("<think>a", "thought not closed")]
    [InlineData("a</think>b", "thought not closed")]
    [InlineData("<think>a</think>b<think>c</think>", "several thoughts")]
    [InlineData("First <think>a</think>b", "text before the thought")]
    [InlineData("<think> </think>b", "empty thought")]
    [InlineData("", "no answer")]
    public void Should_say_why_a_response_is_of_no_use(string response, string problem) => Assert.Equal(problem, ResponseParts.Of(response).Problem);
}
