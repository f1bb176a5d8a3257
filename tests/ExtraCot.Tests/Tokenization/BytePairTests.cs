using CsCheck;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public sealed class BytePairTests
{
    private static readonly HuggingFaceTokenizer Tokenizer = SmallTokenizers.Load(SmallTokenizers.BytePair());
    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.Char['\0', '\u024F'], Gen.Char['\u4E00', '\u4F00'], Gen.Char["hel o\n'<>"]).Array[0, 60]
        .Select(chars => new string(chars)); // in Unicode form C, so that normalisation changes nothing

    [Fact]
    public void Should_return_any_text_from_its_ids() =>
        AnyText.Sample(text => Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text))));

    [Fact]
    public void Should_cover_any_text_without_a_gap() =>
        AnyText.Sample(text =>
        {
            var end = 0;
            foreach (var token in Tokenizer.EncodeWithOffsets(text))
            {
                Assert.True(token.Start <= end && token.End >= end && token.End > token.Start);
                end = token.End;
            }
            Assert.Equal(text.Length, end);
        });

    [Fact]
    public void Should_stream_any_ids_as_they_decode_at_once() =>
        Gen.Int[0, Tokenizer.VocabularySize - 1].Array[0, 30].Sample(ids =>
        {
            var decoder = new StreamingDecoder(Tokenizer);
            Assert.Equal(Tokenizer.Decode(ids), string.Concat(ids.Select(decoder.Push)) + decoder.Flush());
        });

    [Fact]
    public void Should_hold_back_half_a_character()
    {
        var decoder = new StreamingDecoder(Tokenizer);
        var ids = Tokenizer.Encode("a你");
        Assert.Equal(["a", "", "", "你"], ids.Select(decoder.Push));
        Assert.Equal("", decoder.Flush());
        Assert.Equal("", decoder.Push(ids[1]));
        Assert.Equal("\uFFFD", decoder.Flush());
    }

    [Fact]
    public void Should_merge_by_rank_and_leave_split_characters_their_whole_range() =>
        // 丸 is E4 B8 B8: the first two bytes merge, both tokens cover the character.
        Assert.Equal([("Ġhell", 0, 5), ("o", 5, 6), ("ä¸", 6, 7), ("¸", 6, 7)],
            Tokenizer.EncodeWithOffsets(" hello丸").Select(token => (Tokenizer.IdToToken(token.Id), token.Start, token.End)));

    [Fact]
    public void Should_compose_characters_and_keep_their_origin() =>
        Assert.Equal([("Ã", 0, 1), ("©", 0, 1), ("x", 2, 3)],
            Tokenizer.EncodeWithOffsets("e\u0301x").Select(token => (Tokenizer.IdToToken(token.Id), token.Start, token.End)));

    [Fact]
    public void Should_read_a_lone_surrogate_as_a_replacement_character() =>
        Assert.Equal("\uFFFDa", Tokenizer.Decode(Tokenizer.Encode("\uD800a")));
}
