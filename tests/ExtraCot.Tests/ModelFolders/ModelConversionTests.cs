using System.Text.Json;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Models;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using ExtraCot.Tests.Tokenization;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.ModelFolders;

public sealed class ModelConversionTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly int tokens = SmallTokenizers.Load(SmallTokenizers.BytePair()).VocabularySize;

    private string Source => scratch.File("source");

    private string Target => scratch.File("target");

    public void Dispose() => scratch.Dispose();

    private void MakeSource(int freeRows, bool tied = true)
    {
        var config = new Qwen3Config
        {
            VocabularySize = tokens + freeRows,
            HiddenSize = 48,
            IntermediateSize = 80,
            Layers = 1,
            Heads = 4,
            KeyValueHeads = 2,
            HeadSize = 16,
            TiedEmbeddings = tied,
        };
        using var model = Qwen3Model.Create(config, seed: 1);
        model.Save(Source, ScalarType.Float32);
        File.WriteAllText(Path.Combine(Source, "tokenizer.json"), SmallTokenizers.BytePair(indented: true));
        File.WriteAllText(Path.Combine(Source, "tokenizer_config.json"), """{"added_tokens_decoder":{},"note":"straße ≤"}""");
        File.WriteAllText(Path.Combine(Source, "generation_config.json"), "{\"eos_token_id\": 3}");
    }

    private static Tensor Rows(string folder, string name, int from, int count)
    {
        using var weights = new CheckpointWeights(folder);
        return weights.Read(name).narrow(0, from, count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_add_control_tokens_in_free_rows_and_change_nothing_else(bool tied)
    {
        MakeSource(freeRows: 20, tied);
        var added = new ModelConversion { Source = Source, Target = Target, ControlTokens = RowStart.Random }.Run();
        Assert.Equal(Enumerable.Range(tokens, 6), added);
        foreach (var name in tied ? ["model.embed_tokens.weight"] : new[] { "model.embed_tokens.weight", "lm_head.weight" })
        {
            Assert.True(Rows(Source, name, 0, tokens).equal(Rows(Target, name, 0, tokens)).all().item<bool>());
            Assert.True(Rows(Source, name, tokens + 6, 14).equal(Rows(Target, name, tokens + 6, 14)).all().item<bool>());
            var rows = Rows(Target, name, tokens, 6);
            var median = Rows(Source, name, 0, tokens).norm(1).median().item<float>();
            Golden.AssertClose(full(6, median), rows.norm(1), 1e-5);
            var directions = rows / rows.norm(1, keepdim: true);
            Assert.True((directions.mm(directions.t()) - eye(6)).abs().max().item<float>() < .8, "directions are nearly equal");
        }
        var info = ModelInfo.Read(Target);
        Assert.Empty(info.Problems);
        Assert.Equal(added, info.ControlTokens.Select(token => token.Id!.Value));
        Assert.All(info.ControlTokens, token => Assert.Equal(info.MedianNorm!.Value, token.Norm!.Value, 1e-5));
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Target, "tokenizer_config.json")));
        var entry = config.RootElement.GetProperty("added_tokens_decoder").GetProperty($"{tokens + 5}");
        Assert.Equal(("<COMP_POLICY>", false), (entry.GetProperty("content").GetString(), entry.GetProperty("special").GetBoolean()));
        Assert.Contains("straße ≤", File.ReadAllText(Path.Combine(Target, "tokenizer_config.json")), StringComparison.Ordinal);
        Assert.Equal("{\"eos_token_id\": 3}", File.ReadAllText(Path.Combine(Target, "generation_config.json")));
        var tokenizer = TokenizerFile.Load(Target);
        Assert.Equal(added.ToArray(), tokenizer.EncodeTrusted(string.Concat(ControlToken.All)));
        Assert.Equal(string.Concat(ControlToken.All), tokenizer.Decode([.. added], skipSpecialTokens: true));
    }

    [Fact]
    public void Should_grow_an_embedding_without_free_rows()
    {
        MakeSource(freeRows: 0);
        new ModelConversion { Source = Source, Target = Target, ControlTokens = RowStart.Mean }.Run();
        using var model = Qwen3Model.Load(Target);
        Assert.Equal(0, model.Config.VocabularySize % 64);
        Assert.True(model.Config.VocabularySize >= tokens + 6);
        var mean = Rows(Source, "model.embed_tokens.weight", 0, tokens).mean([0]);
        Golden.AssertClose(mean.expand(6, 48), Rows(Target, "model.embed_tokens.weight", tokens, 6), .01);
    }

    [Fact]
    public void Should_change_nothing_the_second_time()
    {
        MakeSource(freeRows: 20);
        new ModelConversion { Source = Source, Target = Target, ControlTokens = RowStart.Random }.Run();
        var again = scratch.File("again");
        Assert.Empty(new ModelConversion { Source = Target, Target = again, ControlTokens = RowStart.Random, Seed = 9 }.Run());
        foreach (var file in Directory.GetFiles(Target)) Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file))));
    }

    [Fact]
    public void Should_change_the_element_type_and_split()
    {
        MakeSource(freeRows: 0);
        new ModelConversion { Source = Source, Target = Target, DType = ScalarType.BFloat16, MaxShardBytes = 20_000 }.Run();
        using var weights = new CheckpointWeights(Target);
        Assert.True(weights.FileCount > 1);
        Assert.All(weights.Names, name => Assert.Equal(ScalarType.BFloat16, weights[name].DType));
        using var plain = new CheckpointWeights(Source);
        Assert.All(weights.Names, name => Assert.True(plain.Read(name).to(ScalarType.BFloat16).equal(weights.Read(name)).all().item<bool>()));
    }

    [Fact]
    public void Should_leave_no_target_behind_when_the_source_is_broken()
    {
        MakeSource(freeRows: 20);
        File.WriteAllText(Path.Combine(Source, "tokenizer.json"), "{");
        Assert.ThrowsAny<InputException>(() => new ModelConversion { Source = Source, Target = Target, ControlTokens = RowStart.Random }.Run());
        Assert.Equal([Source], Directory.GetDirectories(Path.GetDirectoryName(Source)!));
    }

    [Fact]
    public void Should_refuse_a_target_that_exists()
    {
        MakeSource(freeRows: 20);
        Assert.Contains("not empty", Assert.Throws<InputException>(() => new ModelConversion { Source = Source, Target = Source }.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_put_the_tokens_behind_the_published_tokenizers_in_both_files()
    {
        var folder = scratch.File("qwen3");
        Directory.CreateDirectory(folder);
        ModelFolder.CopyCompanions(SharedData.Path("tokenizers", "qwen3"), folder);
        Assert.Equal(Enumerable.Range(151_669, 6), ControlTokenFiles.Add(folder));
        Assert.Empty(ControlTokenFiles.Problems(folder));
        Assert.NotNull(ChatTemplate.InFolder(folder));
    }

    [Fact]
    public void Should_report_tokens_that_a_server_would_strip()
    {
        MakeSource(freeRows: 20);
        new ModelConversion { Source = Source, Target = Target, ControlTokens = RowStart.Random }.Run();
        var path = Path.Combine(Target, "tokenizer.json");
        var text = File.ReadAllText(path);
        var at = text.IndexOf("<COMP_40>", StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + new System.Text.RegularExpressions.Regex("\"special\": *false").Replace(text[at..], "\"special\": true", 1));
        Assert.Contains("servers strip it", Assert.Single(ModelInfo.Read(Target).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_predict_a_trainings_memory_by_its_options()
    {
        long Total(SftOptions options) => Assert.Single(ModelInfo.Read("qwen3-0.6b").WithTraining(options with { Precision = SftPrecision.Float32 }).Training).Total;
        var plain = Total(new SftOptions());
        Assert.InRange(Total(new SftOptions { GradientCheckpointing = true }), 1, plain * 3 / 4);
        Assert.InRange(Total(new SftOptions { TokensPerPass = 1024 }), 1, plain - 1);
        Assert.InRange(Total(new SftOptions { Workers = 2 }), plain + 1, 2 * plain);
        var (exitCode, output, error) = Extracot.Run("model", "info", "qwen3-0.6b", "--train");
        Assert.True(exitCode == 0, error);
        Assert.Contains("SFT in float32, 1 worker with 4,096 tokens a pass: ", output, StringComparison.Ordinal);
        Assert.Contains("SFT in bfloat16", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_exit_with_2_and_one_line_on_bad_input()
    {
        void Refused(string expected, params string[] args)
        {
            var (exitCode, _, error) = Extracot.Run(args);
            Assert.Equal(2, exitCode);
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }
        Refused("neither a known shape", "model", "info", "nowhere");
        Refused("no element type", "model", "init", "--shape", "qwen3-0.6b", "--out", Target, "--dtype", "int3");
        Refused("expected random or mean", "model", "convert", Source, "--out", Target, "--init", "zeros");
        Refused("--shard-gb", "model", "convert", Source, "--out", Target, "--shard-gb", "0");
    }
}
