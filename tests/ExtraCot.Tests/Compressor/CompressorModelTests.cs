using System.Text.Json;
using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Compressor;

public class CompressorModelTests
{
    [Fact]
    public void Should_score_a_thought_the_same_in_any_company()
    {
        using var model = CompressorData.Model(positions: 200); // some thoughts need several windows
        var thoughts = CompressorData.Thoughts(6);
        var together = model.Score(thoughts);
        model.Workers = 1;
        Assert.Equal(together, thoughts.Select(thought => model.Score([thought])[0]));
        Assert.Equal(together.Reverse(), model.Score([.. thoughts.Reverse()]));
    }

    [Fact]
    public void Should_score_every_unit_between_0_and_1()
    {
        using var model = CompressorData.Model();
        var thoughts = CompressorData.Thoughts(4);
        var scores = model.Score(thoughts);
        Assert.All(thoughts.Zip(scores), pair => Assert.Equal(pair.First.Units.Count, pair.Second.Length));
        Assert.All(scores.SelectMany(s => s), score => Assert.InRange(score, float.Epsilon, 1));
        Assert.True(scores[0].Distinct().Count() > scores[0].Length / 2);
    }

    [Fact]
    public void Should_average_the_probabilities_of_overlapping_windows()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var model = CompressorData.Model(positions: 150);
        var (question, text, _) = CompressorData.Thoughts(2)[1];
        var tokens = CompressorData.Tokenizer.EncodeWithOffsets(text);
        var windows = model.Windows(new SegmentedThought(question, text, []), tokens);
        var seen = new List<float>[tokens.Length];
        foreach (var window in windows)
        {
            var ids = tensor(window.Ids.Select(id => (long)id).ToArray()).unsqueeze(0);
            var keep = model.Classifier.Logits(ids, ones_like(ids), arange(window.Ids.Length).lt(window.Question).unsqueeze(0)).softmax(-1);
            for (var t = 0; t < window.Count; t++) (seen[window.First + t] ??= []).Add(keep[0, window.Question + 1 + t, 1].item<float>());
        }
        Assert.Contains(seen, values => values.Count > 1);
        var units = tokens.Select(token => new Unit(token.Start, token.End, UnitKind.Word, 0, 0)).ToList(); // a unit a token
        var scores = model.Score([new SegmentedThought(question, text, units)])[0];
        Assert.All(seen.Zip(scores), pair => Assert.Equal(pair.First.Average(), pair.Second, 1e-5f));
    }

    [Fact]
    public void Should_read_the_question()
    {
        using var model = CompressorData.Model();
        var thought = CompressorData.Thoughts(1)[0];
        Assert.NotEqual(model.Score([thought])[0], model.Score([thought with { Question = CompressorData.Thoughts(2)[1].Question }])[0]);
    }

    [Fact]
    public void Should_score_an_empty_thought() => Assert.Empty(Scored(new SegmentedThought("How many?", "", [])));

    [Fact]
    public void Should_save_and_load_a_model_folder()
    {
        using var model = CompressorData.Model();
        var folder = Directory.CreateTempSubdirectory("extracot-compressor-").FullName;
        try
        {
            model.Save(folder, CompressorData.TokenizerPath);
            using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
            Assert.Equal("longformer", config.RootElement.GetProperty("model_type").GetString());
            Assert.Equal(CompressorData.Tokenizer.TokenToId("<think>"), config.RootElement.GetProperty("sep_token_id").GetInt32());
            using var again = CompressorModel.Load(folder);
            Assert.Equal(model.Score(CompressorData.Thoughts(2)), again.Score(CompressorData.Thoughts(2)));
            TokenizerFile.AddTokens(folder, Path.Combine(folder, TokenizerFile.FileName), ["<one>", "<more>"]);
            Assert.Contains("248", Assert.Throws<InputException>(() => CompressorModel.Load(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Should_name_the_option_that_does_not_fit() =>
        Assert.Contains("width: 50", Assert.Throws<InputException>(() => CompressorModel.Create(new CompressorOptions { Width = 50 }, CompressorData.Tokenizer, 0)).Message);

    private static float[] Scored(SegmentedThought thought)
    {
        using var model = CompressorData.Model();
        return model.Score([thought])[0];
    }
}
