using System.Text;
using System.Text.Json;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class VerifyLinesTests
{
    [Fact]
    public void The_example_line_is_answered_as_documented()
    {
        var (output, _, lines) = Run("{\"gold\":\"\\\\frac12\",\"pred\":\"so \\\\boxed{0.5}\"}\n");
        Assert.Equal("{\"equal\":true,\"rule\":\"rational\",\"gold\":\"1/2\",\"pred\":\"1/2\",\"extracted\":{\"rule\":\"boxed\",\"text\":\"0.5\",\"start\":10,\"length\":3}}\n", output);
        Assert.Equal((1, 1, 0), (lines.Lines, lines.Equal, lines.Malformed));
        Assert.Equal(1, lines.RuleCounts["rational"]);
    }

    [Fact]
    public void A_byte_order_mark_carriage_returns_blank_lines_and_numbers_are_read()
    {
        var (output, error, lines) = Run("\uFEFF{\"gold\":5,\"pred\":5.0}\r\n\r\n{\"gold\":\"5\",\"pred\":null}\r\n{\"gold\":\"5\",\"pred\":\"\"}");
        Assert.Equal((3, 1, 0, ""), (lines.Lines, lines.Equal, lines.Malformed, error));
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("{\"gold\":null,\"pred\":\"5\"}", "gold")]
    [InlineData("{\"gold\":\" \",\"pred\":\"5\"}", "gold")]
    [InlineData("{\"pred\":\"5\"}", "gold")]
    [InlineData("{\"gold\":\"5\"}", "pred")]
    [InlineData("{\"gold\":[5],\"pred\":\"5\"}", "gold")]
    [InlineData("{\"gold\":\"5\",\"pred\":true}", "pred")]
    [InlineData("[1,2]", "object")]
    [InlineData("{\"gold\":\"5\",", "JSON")]
    [InlineData("plain text", "JSON")]
    [InlineData("{\"gold\":\"\\ud800\",\"pred\":\"5\"}", "text")]
    public void A_malformed_line_is_named_and_the_others_are_answered(string line, string named)
    {
        var (output, error, lines) = Run($"{{\"gold\":\"1\",\"pred\":\"1\"}}\n{line}\n{{\"gold\":\"2\",\"pred\":\"2\"}}\n");
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((3, 2, 1, 3), (lines.Lines, lines.Equal, lines.Malformed, answers.Length));
        Assert.Contains(named, JsonDocument.Parse(answers[1]).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("line 2: ", error, StringComparison.Ordinal);
    }

    private static (string Output, string Error, VerifyLines Lines) Run(string input)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var lines = new VerifyLines(output, error);
        using var reader = new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(input)));
        lines.Run(reader, TestContext.Current.CancellationToken);
        return (output.ToString(), error.ToString(), lines);
    }
}
