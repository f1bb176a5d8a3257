using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public class StopStringDecoderTests
{
    // Byte-level: "hell" is one token, other letters one each, "中" three.
    private static readonly HuggingFaceTokenizer Tokenizer = SmallTokenizers.Load(SmallTokenizers.BytePair());

    [Theory]
    [InlineData("abc", "abc", null)]
    [InlineData("abcSTOPdef", "abc", "STOP")]
    [InlineData("aSTSTOP", "aST", "STOP")]
    [InlineData("aSTO", "aSTO", null)]
    [InlineData("say hello", "say h", "ell")]
    [InlineData("中ell", "中", "ell")]
    [InlineData("ell then STOP", "", "ell")]
    public void Should_give_the_text_before_the_first_stop_string(string text, string expected, string? stop)
    {
        var decoder = new StopStringDecoder(Tokenizer, ["STOP", "ell", ""]);
        var pieces = Tokenizer.Encode(text).Select(decoder.Push).ToList();
        Assert.Equal(expected, string.Concat(pieces) + decoder.Flush());
        Assert.Equal(stop, decoder.Matched);
    }

    [Fact]
    public void Should_hold_back_only_what_may_be_a_stop_string()
    {
        var decoder = new StopStringDecoder(Tokenizer, ["STOP"]);
        Assert.Equal(["a", "", "", "STb", ""], Tokenizer.Encode("aSTbS").Select(decoder.Push));
        Assert.Equal("S", decoder.Flush());
    }

    [Fact]
    public void Should_take_an_id_without_a_token_for_no_text() => Assert.Equal("", new StopStringDecoder(Tokenizer, []).Push(Tokenizer.VocabularySize));
}
