using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class SmallModelTests
{
    [Theory]
    [InlineData("unable", new[] { 1, 3 })]
    [InlineData("un", new[] { 1 })]
    [InlineData("able", new[] { 0 })] // only a continuation
    [InlineData("unfit", new[] { 0 })] // a rest without entry makes the whole word unknown
    [InlineData("unununun", new[] { 0 })] // longer than the longest word
    [InlineData("[X]", new[] { 0 })] // an added token
    public void Should_cut_words_greedily(string word, int[] expected)
    {
        var vocabulary = new Dictionary<string, int> { ["[UNK]"] = 0, ["un"] = 1, ["[X]"] = 2, ["##able"] = 3, ["##un"] = 4 };
        var model = new WordPieceModel(vocabulary, "##", unknown: 0, longestWord: 7, isAdded: token => token[0] == '[');
        Assert.Equal(expected, model.Encode(word).ToArray().Select(token => token.Id));
    }

    [Theory]
    [InlineData("abab", new[] { 4, 4 })]
    [InlineData("aab", new[] { 2, 4 })]
    [InlineData("a😀😀b", new[] { 2, 0, 3 })] // neighbouring unknown characters are one token
    [InlineData("<s>", new[] { 0 })] // an added token, though it is a likely entry
    public void Should_take_the_most_likely_cut(string piece, int[] expected)
    {
        var vocabulary = new Dictionary<string, int> { ["<unk>"] = 0, ["<s>"] = 1, ["a"] = 2, ["b"] = 3, ["ab"] = 4 };
        var model = new UnigramModel(vocabulary, [0, 0, -2, -2, -3], unknown: 0, isAdded: token => token[0] == '<');
        Assert.Equal(expected, model.Encode(piece).ToArray().Select(token => token.Id));
    }

    [Fact]
    public void Should_find_the_longest_added_token_and_swallow_blanks_where_told()
    {
        var added = new AddedTokens(
            [new(0, "<a>", true, false, false), new(1, "<a><b>", true, false, false), new(2, "<mask>", true, StripLeft: true, StripRight: false)]);
        Assert.Equal((1, 1, 7), Next("x<a><b>"));
        Assert.Equal((2, 1, 9), Next("x  <mask> y"));
        Assert.Null(added.Next("<a <b>", 0));

        (int, int, int)? Next(string text) => added.Next(text, 0) is var (token, start, end) ? (token.Id, start, end) : null;
    }
}
