using CsCheck;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class SmallWorldTokenizerTests
{
    private static readonly string Committed = Repository.Path("models", "small-base", TokenizerFile.FileName);
    private static readonly HuggingFaceTokenizer Tokenizer = TokenizerFile.Load(Path.GetDirectoryName(Committed)!);

    [Fact]
    public void Should_be_the_committed_file_when_written()
    {
        using var folder = new ScratchFolder();
        SmallWorldTokenizer.Write(folder.File("t.json"));
        Assert.Equal(File.ReadAllText(Committed), File.ReadAllText(folder.File("t.json")));
    }

    [Fact]
    public void Should_have_the_ids_of_the_reference_model()
    {
        var reference = TokenizerFile.Load(SharedData.Path("models", "small-base"));
        Assert.Equal(reference.VocabularySize, Tokenizer.VocabularySize);
        for (var id = 0; id < reference.VocabularySize; id++) Assert.Equal(reference.IdToToken(id), Tokenizer.IdToToken(id));
    }

    [Fact]
    public void Should_return_the_text_of_any_problem_with_offsets_that_cover_it() =>
        Gen.ULong.Sample(seed =>
        {
            var text = ProblemGenerator.Next(new SeededRandom(seed), heldOut: seed % 2 == 0).Thought;
            var tokens = Tokenizer.EncodeWithOffsets(text);
            var end = 0;
            foreach (var token in tokens)
            {
                Assert.Equal(end, token.Start);
                Assert.Equal(Tokenizer.IdToToken(token.Id), text[token.Start..token.End]);
                end = token.End;
            }
            Assert.Equal(text.Length, end);
            Assert.Equal(text, Tokenizer.Decode(tokens.Select(token => token.Id).ToArray()));
        }, iter: 200);

    [Fact]
    public void Should_match_marks_in_trusted_text_only()
    {
        var ids = Tokenizer.EncodeTrusted("<bos><user><COMP_20><assistant><COMP_20><think>");
        Assert.Equal([1, 3, 7, 4, 7, 5], ids);
        Assert.All(ControlToken.All, token => Assert.Throws<TokenizationException>(() => Tokenizer.Encode(token.Text)));
    }

    [Theory]
    [InlineData("zebra")]
    [InlineData("7\n")]
    [InlineData("<pad>")]
    public void Should_refuse_text_outside_the_vocabulary(string text) =>
        Assert.Contains("has no token", Assert.Throws<TokenizationException>(() => Tokenizer.Encode(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_leave_out_special_tokens_when_asked() =>
        Assert.Equal("<think>", Tokenizer.Decode([1, 5, 2], skipSpecialTokens: true));

    [Theory]
    [InlineData(-1)]
    [InlineData(246)]
    public void Should_refuse_an_id_outside_the_vocabulary(int id) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Decode([id]));
}
