using System.Text.Json.Nodes;
using ExtraCot.Compression;
using ExtraCot.Compressor;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

public sealed class LinguaCompressorTests
{
    private static readonly string Thought = string.Join(" ", Enumerable.Range(1, 60).Select(i => $"First we see that {i} plus {i + 3} equals {2 * i + 3}. Then we go on, slowly. Well well, it is so."));

    [Fact]
    public void Should_realise_the_ratio_in_the_students_tokens()
    {
        using var folder = new TemporaryFolder();
        using var compressor = Random(folder);
        var (tokens, cuts) = Only(compressor.Compress([Segment(Thought)], [0.2, 0.5, 0.8, 1]));
        Assert.All(cuts, cut => Assert.Equal(cut.Ratio, cut.ActualRatio, 0.02));
        Assert.All(cuts, cut => Assert.Equal(new PieceTokenizer().Encode(cut.Text).Length, cut.Tokens));
        Assert.Equal((Thought, tokens), (cuts[3].Text, cuts[3].Tokens));
    }

    [Fact]
    public void Should_keep_words_whole_and_in_order()
    {
        using var folder = new TemporaryFolder();
        using var compressor = Random(folder);
        foreach (var cut in Only(compressor.Compress([Segment(Thought)], [0.3, 0.6])).Cuts)
        {
            Assert.All(cut.Kept.Zip(cut.Kept.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
            Assert.All(cut.Kept, range => Assert.True(range.Start == 0 || !char.IsLetterOrDigit(Thought[range.Start - 1]) || !char.IsLetterOrDigit(Thought[range.Start])));
            Assert.All(cut.Kept, range => Assert.Contains(Thought[range.Start..range.End], cut.Text));
        }
    }

    [Fact]
    public void Should_reserve_digits_before_all_other_words_and_let_them_compete_where_they_are_too_many()
    {
        using var folder = new TemporaryFolder();
        using var compressor = Random(folder);
        var cuts = Only(compressor.Compress([Segment(Thought)], [0.05, 0.6])).Cuts;
        Assert.All(Enumerable.Range(1, 60), i => Assert.Contains($"{2 * i + 3}", cuts[1].Text));
        Assert.Equal(0.05, cuts[0].ActualRatio, 0.02);
        Assert.DoesNotContain("slowly", cuts[0].Text);
        using var free = new LinguaCompressor(Model(folder), new PieceTokenizer(), new LinguaOptions { ReserveDigits = false });
        Assert.Contains(Enumerable.Range(1, 60), i => !Only(free.Compress([Segment(Thought)], [0.6])).Cuts[0].Text.Contains($"{2 * i + 3}", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_drop_a_forced_word_that_repeats_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var options = new LinguaOptions { Forced = new HashSet<string> { "well", "Well" }, ReserveDigits = false };
        string Text(LinguaOptions with)
        {
            using var compressor = new LinguaCompressor(Model(folder), new PieceTokenizer(), with);
            return Only(compressor.Compress([Segment("so well well well it goes on and on for some time, as all see")], [0.35])).Cuts[0].Text;
        }
        Assert.Contains("well well", Text(options with { DropConsecutive = false }));
        Assert.DoesNotContain("well well", Text(options));
        Assert.Contains("well", Text(options));
    }

    [Theory]
    [InlineData("bert", "bert-style")]
    [InlineData("xlm-roberta", "xlmr-style")]
    public void Should_load_checkpoints_of_both_families(string model, string tokenizer)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "config.json", "model.safetensors" }) File.Copy(SharedData.Path("golden", model, file), folder.PathOf(file));
        // The golden models have 400 rows: the tokenizer's first entries.
        var json = JsonNode.Parse(File.ReadAllText(SharedData.Path("golden", "tokenizer", $"{tokenizer}.tokenizer.json")))!;
        var vocabulary = json["model"]!["vocab"]!;
        if (vocabulary is JsonObject entries) foreach (var name in entries.Where(entry => entry.Value!.GetValue<int>() >= 400).Select(entry => entry.Key).ToList()) entries.Remove(name);
        else if (vocabulary is JsonArray list) while (list.Count > 400) list.RemoveAt(400);
        folder.Write("tokenizer.json", json.ToJsonString());
        using var compressor = Compressors.Open($"llmlingua2:{folder.FullPath}", new PieceTokenizer());
        const string text = "Let us add the two sides. So we get the sum, and then the sum is 12, and the rest is 5. Thus the answer is 7.";
        var cut = Only(compressor.Compress([Segment(string.Join(" ", Enumerable.Repeat(text, 12)))], [0.5])).Cuts[0]; // longer than the model's 130 positions
        Assert.Equal(0.5, cut.ActualRatio, 0.1);
        Assert.All(cut.Text.Split(' '), word => Assert.Contains(word.TrimEnd('.', ','), text)); // a mark may come to stand behind another word
    }

    private static LinguaCompressor Random(TemporaryFolder folder) => new(Model(folder), new PieceTokenizer());

    private static CompressorModel Model(TemporaryFolder folder)
    {
        BytePairTrainer.Train([Thought], 400, folder.PathOf("tokenizer.json"));
        return CompressorModel.Create(new() { Family = CompressorFamily.XlmRoberta, Width = 32, Layers = 1, Heads = 2, FeedForward = 48, MaxPositions = 128 },
            TokenizerFile.Load(folder.FullPath), seed: 1);
    }

    private static (int Tokens, IReadOnlyList<ThoughtAtRatio> Cuts) Only(IReadOnlyList<CompressedThoughts> results) => (Assert.Single(results).Tokens, results[0].Ratios);

    private static SegmentedThought Segment(string text) => new("", text, UnitDetector.Detect(text));
}
