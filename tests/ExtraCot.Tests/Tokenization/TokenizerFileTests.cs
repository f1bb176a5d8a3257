using ExtraCot.Tests.Support;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class TokenizerFileTests
{
    private static readonly string[] Controls = [.. ControlToken.All.Select(token => token.Text)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_add_tokens_and_keep_every_other_byte(bool indented)
    {
        var before = SmallTokenizers.BytePair(indented);
        var after = AddControls(before);
        var from = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Equal(before[from..], after[^(before.Length - from)..]);

        var tokenizer = SmallTokenizers.Load(after);
        var size = SmallTokenizers.Load(before).VocabularySize;
        Assert.Equal(Enumerable.Range(size, 6), Controls.Select(token => tokenizer.TokenToId(token)!.Value));
        Assert.Equal([size], tokenizer.EncodeTrusted("<COMP_20>"));
        Assert.All(tokenizer.Encode(string.Concat(Controls)), id => Assert.True(id < size - 1));
        Assert.Equal("<COMP_20>", tokenizer.Decode([size], skipSpecialTokens: true)); // ordinary, not special
    }

    [Fact]
    public void Should_lay_out_added_entries_like_the_last_one()
    {
        var lines = AddControls(SmallTokenizers.BytePair(indented: true)).Split('\n');
        var end = Array.FindIndex(lines, line => line.Contains("<end>", StringComparison.Ordinal) || line.Contains("u003Cend", StringComparison.Ordinal));
        var (old, added) = (lines[(end - 2)..(end + 6)], lines[(end + 7)..(end + 15)]);
        Assert.Equal("      \"content\": \"<COMP_20>\",", added[2]);
        Assert.Equal(old.Select(Indent), added.Select(Indent));

        static int Indent(string line) => line.Length - line.TrimStart().Length;
    }

    [Fact]
    public void Should_change_nothing_when_all_tokens_are_there()
    {
        var once = AddControls(SmallTokenizers.BytePair());
        Assert.Equal(once, AddControls(once));
    }

    [Fact]
    public void Should_extend_the_published_file_by_a_single_insertion()
    {
        using var folder = new ScratchFolder();
        var path = SharedData.Path("tokenizers", "qwen3", TokenizerFile.FileName);
        TokenizerFile.AddTokens(path, folder.File("t.json"), Controls);
        var (before, after) = (File.ReadAllBytes(path), File.ReadAllBytes(folder.File("t.json")));
        var from = before.AsSpan().CommonPrefixLength(after);
        Assert.True(before.AsSpan(from).SequenceEqual(after.AsSpan(after.Length - (before.Length - from))));
        var extended = TokenizerFile.Load(folder.File("t.json"));
        Assert.Equal(Enumerable.Range(151669, 6), Controls.Select(token => extended.TokenToId(token)!.Value));
    }

    [Theory]
    [InlineData("\"BPE\"", "\"Mystery\"", "model.type")]
    [InlineData("\"NFC\"", "\"Lowercase\"", "normalizer.type")]
    [InlineData("\"single_word\":false", "\"single_word\":true", "added_tokens[0].single_word")]
    [InlineData("\"h\",\"e\"", "\"h\",\"zz\"", "model.merges[0]")]
    [InlineData("\"merges\"", "\"byte_fallback\":true,\"merges\"", "model.byte_fallback")]
    [InlineData("\"special\":true", "\"special\":1", "added_tokens[0].special")]
    [InlineData("\"decoder\"", "\"coder\"", "decoder")]
    public void Should_name_file_and_key_of_what_it_does_not_know(string known, string unknown, string key)
    {
        var json = SmallTokenizers.BytePair();
        Assert.Contains(known, json, StringComparison.Ordinal);
        var message = Assert.Throws<TokenizationException>(() => SmallTokenizers.Load(json.Replace(known, unknown, StringComparison.Ordinal))).Message;
        Assert.Contains(TokenizerFile.FileName, message, StringComparison.Ordinal);
        Assert.Contains(key, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_where_a_file_is_no_JSON() =>
        Assert.Contains("line 1", Assert.Throws<TokenizationException>(() => SmallTokenizers.Load("{,")).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_say_when_there_is_no_file() =>
        Assert.Contains("no such file", Assert.Throws<TokenizationException>(() => TokenizerFile.Load("nowhere.json")).Message, StringComparison.Ordinal);

    private static string AddControls(string json)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("in.json"), json);
        TokenizerFile.AddTokens(folder.File("in.json"), folder.File("out.json"), Controls);
        return File.ReadAllText(folder.File("out.json"));
    }
}
