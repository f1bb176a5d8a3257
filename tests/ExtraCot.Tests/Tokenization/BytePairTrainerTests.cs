using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

public class BytePairTrainerTests
{
    [Fact]
    public void Should_merge_the_most_frequent_pair_first()
    {
        using var folder = new TemporaryFolder();
        BytePairTrainer.Train(["aab aab aab ab"], vocabulary: 264, folder.PathOf("tokenizer.json"));
        var tokenizer = TokenizerFile.Load(folder.PathOf("tokenizer.json"));
        Assert.Equal(["ab", "aab", "Ġaab"], Enumerable.Range(261, 3).Select(tokenizer.IdToToken));
        Assert.Equal(["aab", "Ġaab", "Ġ", "ab"], tokenizer.Encode("aab aab ab").Select(tokenizer.IdToToken));
    }

    [Fact]
    public void Should_count_overlapping_pairs_as_they_are_merged()
    {
        using var folder = new TemporaryFolder();
        BytePairTrainer.Train(["aaaa", "aaaa", "aaa"], vocabulary: 263, folder.PathOf("tokenizer.json"));
        var tokenizer = TokenizerFile.Load(folder.PathOf("tokenizer.json"));
        Assert.Equal(["aa", "aaaa"], Enumerable.Range(261, 2).Select(tokenizer.IdToToken));
        Assert.Equal(["aa", "a"], tokenizer.Encode("aaa").Select(tokenizer.IdToToken));
    }

    [Fact]
    public void Should_give_a_file_that_reads_any_text_back_whatever_the_order_of_the_texts()
    {
        using var folder = new TemporaryFolder();
        string[] texts = ["Let $x^2 = 16$, so $x = \\pm 4$.\n\nThus 4 and -4.", "因此答案是 42。 So x = 4, and 𝑥 too."];
        BytePairTrainer.Train(texts, 300, folder.PathOf("one.json"));
        BytePairTrainer.Train(texts.Reverse(), 300, folder.PathOf("two.json"));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("one.json")), File.ReadAllBytes(folder.PathOf("two.json")));
        var tokenizer = TokenizerFile.Load(folder.PathOf("one.json"));
        Assert.All([.. texts, "żółw 🐢\t \r\n ende"], text =>
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
            var tokens = tokenizer.EncodeWithOffsets(text);
            Assert.Equal(text.Length, tokens[^1].End); // tokens tile the text, blanks included
        });
    }

    [Fact]
    public void Should_stop_where_no_pair_occurs_twice()
    {
        using var folder = new TemporaryFolder();
        BytePairTrainer.Train(["abc"], 400, folder.PathOf("tokenizer.json"));
        Assert.Equal(261, TokenizerFile.Load(folder.PathOf("tokenizer.json")).VocabularySize);
    }
}
