using ExtraCot.Annotation;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Annotation;

/// <summary>Vectors T2–T7 of the reference and replies that are worse.</summary>
public class IndexRangesTests
{
    [Theory]
    [InlineData("""Sure: {"ranges":["1-2"]} ok""", "1-2")]
    [InlineData("""keep: {"ranges":["3-4"]}""", "3-4")]
    [InlineData("005-012, 030-037; 7", "5-12 30-37")]
    [InlineData("""{"ranges": []}""", "")]
    [InlineData("""{"keep":["1-2"]}""", null)]
    [InlineData("", null)]
    [InlineData("[1,2]", null)]
    [InlineData("""{"a":1} {"ranges":["1-2"]}""", "1-2")] // T4: the reference finds nothing; a better parser may
    [InlineData("""{"ranges": ["005-012","030-037""", "5-12")] // cut off: what is complete counts
    [InlineData("""{"ranges": ["005-012","030-037"]""", "5-12 30-37")]
    [InlineData("```json\n{\"ranges\": [\"2-3\"]}\n```", "2-3")]
    [InlineData("""<think>maybe {"ranges":["1-9"]}?</think>{"ranges":["4-5"]}""", "4-5")]
    [InlineData("""{"ranges":[[5,9],["x"],"3"]}""", "5-9")]
    [InlineData("""{"ranges":["7"]}""", "")]
    [InlineData("""{"ranges":"1-2"}""", "1-2")]
    [InlineData("""{"ranges":["99999999999-3","4-5"]}""", "4-5")]
    [InlineData("I keep 3-5 because it is decisive and drop all the rest of it", null)]
    [InlineData("I am sorry, I cannot help with that.", null)]
    [InlineData("\u0000\ud800{\"ranges\"", null)]
    public void Should_read_what_can_be_read(string reply, string? ranges) =>
        Assert.Equal(ranges, IndexRanges.Parse(reply) is { } read ? string.Join(' ', read.Select(range => $"{range.First}-{range.Last}")) : null);

    [Fact]
    public void Should_bear_a_reply_nested_without_end()
    {
        Assert.Null(IndexRanges.Parse(new string('{', 100_000) + "\"ranges\":" + new string('[', 100_000)));
        Assert.Null(IndexRanges.Parse(string.Concat(Enumerable.Repeat("{\"ranges\":[{", 5000))));
    }

    [Theory]
    [InlineData("3-5 6-8", "3-8")]
    [InlineData("5-3", "3-5")]
    [InlineData("0-2", "1-2")]
    [InlineData("9-99", "9-10")]
    [InlineData("11-20", "")]
    [InlineData("1-3 7-8", "1-3 7-8")]
    [InlineData("1-4 3-6 9-9", "1-6 9-9")]
    [InlineData("9-9 1-2", "1-2 9-9")]
    public void Should_normalise_T5(string given, string expected)
    {
        var ranges = given.Split(' ').Select(range => (int.Parse(range.Split('-')[0]), int.Parse(range.Split('-')[1])));
        Assert.Equal(expected, string.Join(' ', IndexRanges.Normalise(ranges, 10).Select(range => $"{range.First}-{range.Last}")));
    }

    [Fact]
    public void Should_read_the_dashes_of_T5() => Assert.Equal([(1, 3), (7, 8)], IndexRanges.Parse("""{"ranges":["1~3","7—8"]}""")!);

    [Fact]
    public void Should_mark_T7() => Assert.Equal([false, true, true, false, true, true], IndexRanges.Marks(IndexRanges.Normalise([(2, 3), (5, 9)], 6), 6));

    [Fact]
    public void Should_number_units_as_T2()
    {
        Assert.Equal("001\ta\n002\tb", Numbered("a b"));
        Assert.StartsWith("0001\tx\n0002\tx\n", Numbered(string.Join(' ', Enumerable.Repeat("x", 1000))));
        Assert.Equal("001\tmulti\n002\t$a  b$", Numbered("multi $a\n\nb$")); // one line a unit
    }

    [Fact]
    public void Should_chunk_at_steps_then_sentences_then_units()
    {
        var text = string.Join("\n\n", Enumerable.Repeat("One two three. Four five six.", 20)) + " " + string.Join(' ', Enumerable.Repeat("word", 100));
        var units = UnitDetector.Detect(text);
        var chunks = AnnotationChunks.Of(units, 30);
        Assert.Equal(Enumerable.Range(0, units.Count), chunks.SelectMany(chunk => Enumerable.Range(chunk.Start.Value, chunk.End.Value - chunk.Start.Value)));
        Assert.All(chunks, chunk => Assert.InRange(chunk.End.Value - chunk.Start.Value, 1, 30));
        Assert.All(chunks.Take(5), chunk => Assert.True(units[chunk.End.Value].Step > units[chunk.End.Value - 1].Step));
    }

    private static string Numbered(string text)
    {
        var units = UnitDetector.Detect(text);
        return AnnotationPrompt.Numbered(new SegmentedThought("", text, units), ..units.Count);
    }
}
