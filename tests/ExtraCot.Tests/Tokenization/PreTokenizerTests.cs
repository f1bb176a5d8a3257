using System.Text.RegularExpressions;
using CsCheck;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class PreTokenizerTests
{
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // Without characters of two UTF-16 units and the long s, .NET's engine understands the expressions as Hugging Face's does.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char["'stremvdlSTREMVDL"], Gen.Char[" \t\r\n\u00A0\u3000"], Gen.Char["a1.,é你²Ⅳ①ǅʰ\u0301€_"])
        .Array[0, 24].Select(chars => new string(chars));

    [Fact]
    public void Should_cut_as_the_expression_of_Qwen() =>
        Texts.Sample(text => Assert.Equal(Cut(QwenPreTokenizer.Pattern, text), Pieces(new QwenPreTokenizer(), text)), iter: 5_000);

    [Fact]
    public void Should_cut_as_the_expression_of_GPT_2() =>
        Texts.Sample(text => Assert.Equal(Cut(Gpt2Pattern, text), Pieces(new Gpt2PreTokenizer(false), text)), iter: 5_000);

    [Fact]
    public void Should_see_letters_outside_the_basic_plane() =>
        Assert.Equal(["x", " 𝐀b", "+", "𝟏", "𝟐", "😀😀"], Pieces(new QwenPreTokenizer(), "x 𝐀b+𝟏𝟐😀😀"));

    [Fact]
    public void Should_put_a_blank_before_the_first_word_that_has_none()
    {
        var tokenizer = SmallTokenizers.Load(SmallTokenizers.BytePair()
            .Replace("\"add_prefix_space\":false", "\"add_prefix_space\":true", StringComparison.Ordinal)
            .Replace("\"trim_offsets\":false", "\"trim_offsets\":true", StringComparison.Ordinal));
        Assert.Equal([("Ġhell", 0, 4), ("o", 4, 5), ("Ġhell", 6, 10)],
            tokenizer.EncodeWithOffsets("hello hell").Select(token => (tokenizer.IdToToken(token.Id), token.Start, token.End)));
    }

    private static IEnumerable<string> Cut(string pattern, string text) => Regex.Matches(text, pattern).Select(match => match.Value);

    private static IEnumerable<string> Pieces(IPreTokenizer splitter, string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var (start, end) = splitter.Next(text, from);
            Assert.True(end > start);
            yield return text[start..end];
            from = end;
        }
    }
}
