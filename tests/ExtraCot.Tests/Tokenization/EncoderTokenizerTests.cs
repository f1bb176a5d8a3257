using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class EncoderTokenizerTests
{
    [Theory]
    [InlineData("roberta-style")]
    [InlineData("bert-style")]
    [InlineData("xlmr-style")]
    public void Should_give_the_reference_ids_offsets_and_text(string name)
    {
        var tokenizer = Load(name);
        foreach (var (text, expected, decoded) in new GoldenCases(name).All())
        {
            GoldenCases.AssertEqual(expected, tokenizer.EncodeForEncoder(text).Tokens, text);
            var ids = expected.Select(token => token.Id).ToArray();
            Assert.Equal(decoded, tokenizer.Decode(ids, skipSpecialTokens: true));
            var streaming = new StreamingDecoder(tokenizer, skipSpecialTokens: true);
            Assert.Equal(decoded, string.Concat(ids.Select(streaming.Push)) + streaming.Flush());
        }
    }

    [Theory]
    [InlineData("roberta-style")]
    [InlineData("bert-style")]
    [InlineData("xlmr-style")]
    public void Should_join_a_pair_as_the_reference_does(string name)
    {
        var pair = new GoldenCases(name).Pair;
        var (first, second) = (pair.GetProperty("a").GetString()!, pair.GetProperty("b").GetString()!);
        var input = Load(name).EncodeForEncoder(first, second);
        GoldenCases.AssertEqual(GoldenCases.Tokens(pair, first), input.Tokens, first); // ASCII: units are code points
        Assert.Equal(pair.GetProperty("type_ids").EnumerateArray().Select(type => type.GetInt32()), input.TypeIds);
    }

    private static HuggingFaceTokenizer Load(string name) => TokenizerFile.Load(SharedData.Path("golden", "tokenizer", name + ".tokenizer.json"));
}
