using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.SftTraining;

public sealed class SftDatasetTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly SftOptions options;
    private readonly PromptFormat format;

    public SftDatasetTests()
    {
        options = TinySft.Write(folder.File("."));
        format = TinySft.Format(options);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_hold_out_whole_question_groups()
    {
        var data = SftDataset.Read(options, format);
        Assert.Equal(2 * 6, data.Validation.Count);
        Assert.Equal(6 * 6, data.Training.Count);
        Assert.Empty(data.Training.Select(item => item.Sample.Group).Intersect(data.Validation.Select(item => item.Sample.Group)));
    }

    [Fact]
    public void Should_rebuild_the_ids_of_the_prompt_format()
    {
        foreach (var (_, sample) in TinySft.Samples(format, 3).Index())
        {
            var encoded = sample.Encode(format);
            var control = ControlToken.Parse(sample.Control);
            Assert.Equal(format.Prompt(sample.Question, control), encoded.Ids[..encoded.ResponseStart]);
            Assert.Equal(format.IdOf(ControlToken.Parse(sample.Ratio)), encoded.Ids[encoded.ResponseStart]);
            Assert.Equal(sample.CompletionTokens, encoded.Ids.Length - encoded.ResponseStart);
        }
    }

    [Fact]
    public void Should_use_each_training_sample_once_an_epoch()
    {
        var data = SftDataset.Read(options, format);
        var steps = data.Steps(options);
        Assert.All(steps, step => Assert.InRange(step.Sum(item => item.Sequence.Ids.Length), 1, options.TokensPerStep));
        Assert.All(steps.SelectMany(step => step).GroupBy(item => (item.Sample.Id, item.Sample.Control)), group => Assert.Equal(options.Epochs, group.Count()));
    }

    [Fact]
    public void Should_leave_out_and_count_samples_longer_than_the_cut_off()
    {
        var lengths = TinySft.Samples(format, 8).Select(sample => sample.PromptTokens + sample.CompletionTokens).Order().ToList();
        var data = SftDataset.Read(options with { Cutoff = lengths[^3] - 1 }, format);
        Assert.Equal(lengths.Count(length => length >= lengths[^3]), data.TooLong);
        Assert.Equal(48 - data.TooLong, data.Training.Count + data.Validation.Count);
    }

    [Fact]
    public void Should_refuse_a_set_that_is_empty_too_long_or_of_one_ratio()
    {
        Assert.Contains("longer than the cut-off of 5 tokens", Refusal(options with { Cutoff = 5 }), StringComparison.Ordinal);
        TinySft.WriteSamples(options, TinySft.Samples(format, 4).Where(sample => sample.Ratio == "0.4"));
        Assert.Contains("every sample has ratio 0.4", Refusal(options), StringComparison.Ordinal);
        TinySft.WriteSamples(options, []);
        Assert.Contains("no samples", Refusal(options), StringComparison.Ordinal);
        Assert.Contains("no such file", Refusal(options with { Data = folder.File("none.jsonl") }), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_measure_on_a_file_of_other_questions()
    {
        var held = folder.File("validation.jsonl");
        var samples = TinySft.Samples(format, 8);
        TinySft.WriteSamples(options, samples.Where(sample => sample.Group != samples[0].Group));
        TinySft.WriteSamples(options with { Data = held }, samples.Where(sample => sample.Group == samples[0].Group));
        var data = SftDataset.Read(options with { Validation = held }, format);
        Assert.Equal((7 * 6, 6), (data.Training.Count, data.Validation.Count));
        TinySft.WriteSamples(options, samples);
        Assert.Contains($"question group {samples[0].Group} is in", Refusal(options with { Validation = held }), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_demonstration_on_benchmark_questions()
    {
        File.WriteAllText(folder.File("NOT-FOR-TRAINING.txt"), "");
        Assert.Contains("is not for training", Refusal(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_the_line_that_is_no_sample()
    {
        File.AppendAllText(options.Data, "{\"id\": 3}\n");
        Assert.Contains($"{options.Data}:49: no sample", Refusal(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_tokenizer_without_a_control_token()
    {
        var path = Path.Combine(options.Model, "tokenizer.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("<COMP_40>", "<COMP_41>", StringComparison.Ordinal));
        Assert.Contains("<COMP_40>", Assert.Throws<InputException>(() => PromptFormat.For(TokenizerFile.Load(path))).Message, StringComparison.Ordinal);
    }

    private string Refusal(SftOptions options) => Assert.Throws<InputException>(() => SftDataset.Read(options, format)).Message;
}
