using System.Text.Json;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class AnswerExtractorTests
{
    [Fact]
    public void Responses_yield_the_judged_answers_rules_and_flags()
    {
        foreach (var line in File.ReadLines(Repository.Path("tests", "ExtraCot.Tests", "Answers", "Cases", "extraction.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var expected = document.RootElement;
            var response = expected.GetProperty("response").GetString()!;
            var found = AnswerExtractor.Extract(response);
            Assert.Equal(
                (line, expected.GetProperty("rule").GetString(), expected.GetProperty("text").GetString(), Flag(expected, "truncatedBox"), Flag(expected, "unclosedThought")),
                (line, found.Rule.ToString(), found.Text, found.TruncatedBox, found.UnclosedThought));
            if (expected.TryGetProperty("boxes", out var boxes)) Assert.Equal(boxes.GetInt32(), found.Boxes);
            Assert.Equal(found.Text, response.Substring(found.Start, found.Length));
        }
    }

    private static bool Flag(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.GetBoolean();
}
