using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

/// <summary>Expected results follow from the Unicode standard, annex 15.</summary>
public sealed class NormalizerTests
{
    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // marks in order of their classes
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")] // blocked by a mark of the same class
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\u212B\u2126", "ÅΩ")]
    [InlineData("\u0958", "\u0915\u093C")] // excluded from composition
    [InlineData("ﬁ½", "ﬁ½")]
    [InlineData("\u0301x", "\u0301x")]
    public void Should_compose(string text, string expected) =>
        Assert.Equal(expected, Normalize(new UnicodeNormalizer(compatible: false, compose: true), text));

    [Theory]
    [InlineData("ﬁ½", "fi1⁄2")]
    [InlineData("Ａ\u00A0①", "A 1")]
    [InlineData("𝐀", "A")]
    [InlineData("ﾊﾞ", "バ")]
    public void Should_compose_compatible_characters(string text, string expected) =>
        Assert.Equal(expected, Normalize(new UnicodeNormalizer(compatible: true, compose: true), text));

    [Fact]
    public void Should_order_any_number_of_marks() =>
        Assert.Equal(
            "q" + new string('\u0323', 500_000) + new string('\u0305', 500_000), // sorted one by one they would take minutes
            Normalize(new UnicodeNormalizer(compatible: false, compose: true), "q" + new string('\u0305', 500_000) + new string('\u0323', 500_000)));

    [Fact]
    public void Should_know_the_origin_of_every_character()
    {
        var aligned = new UnicodeNormalizer(compatible: true, compose: true).Normalize(new AlignedText("xe\u0301½𝐀", 10));
        Assert.Equal("xé1⁄2A", aligned.Text);
        Assert.Equal([(10, 11), (11, 12), (13, 14), (13, 14), (13, 14), (14, 16)], Enumerable.Range(0, 6).Select(i => aligned.Origin(i, i + 1)));
    }

    [Fact]
    public void Should_clean_strip_and_lower_as_BERT_does()
    {
        var normalizer = new BertNormalizer(cleanText: true, separateIdeographs: true, stripAccents: true, lowercase: true);
        Assert.Equal("aa b 中 c", Normalize(normalizer, "Äa\u200B\tb中c\0"));
        Assert.Equal((7, 8), normalizer.Normalize(new AlignedText("Äa\u200B\tb中中c", 0)).Origin(10, 11));
    }

    private static string Normalize(INormalizer normalizer, string text) => normalizer.Normalize(new AlignedText(text, 0)).Text;
}
