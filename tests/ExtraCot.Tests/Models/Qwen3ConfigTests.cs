using ExtraCot.Models;
using ExtraCot.Nn.Models;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Models;

public sealed class Qwen3ConfigTests : IDisposable
{
    private const string Sizes = "\"vocab_size\":600,\"hidden_size\":64,\"intermediate_size\":96,\"num_hidden_layers\":2,\"num_attention_heads\":4,\"num_key_value_heads\":2";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Qwen3Config Load(string json)
    {
        folder.Write("config.json", json);
        return Qwen3Config.Load(folder.FullPath);
    }

    [Fact]
    public void Should_read_llama_with_scaled_angles()
    {
        var config = Load($$"""
            {"model_type":"llama",{{Sizes}},"head_dim":128,"rope_theta":500000.0,"eos_token_id":[128001,128009],
             "rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"} }
            """);
        Assert.Equal((DecoderArchitecture.Llama, false, false, 128001), (config.Architecture, config.HasQueryKeyNorm, config.HasQueryKeyValueBias, config.EndId));
        var (scaled, plain) = (config.RotaryFrequencies(), (config with { RopeScaling = null }).RotaryFrequencies());
        // The formula of transformers' llama3 scaling, written out: fast angles stay, slow ones are divided, between them a ramp.
        for (var i = 0; i < 64; i++)
        {
            var frequency = Math.Pow(500000, -2.0 * i / 128);
            var length = 2 * Math.PI / frequency;
            var smooth = (8192 / length - 1.0) / (4.0 - 1.0);
            var expected = length < 8192 / 4.0 ? frequency : length > 8192 ? frequency / 8 : (1 - smooth) * frequency / 8 + smooth * frequency;
            Assert.Equal(1, scaled[i] / expected, 1e-5);
        }
        Assert.Equal(plain[0], scaled[0]);
        Assert.NotEqual(plain[40], scaled[40]);
    }

    [Fact]
    public void Should_read_qwen2()
    {
        var config = Load($$"""{"model_type":"qwen2",{{Sizes}},"use_sliding_window":false,"tie_word_embeddings":true}""");
        Assert.Equal((DecoderArchitecture.Qwen2, 16, true, false), (config.Architecture, config.HeadSize, config.HasQueryKeyValueBias, config.HasQueryKeyNorm));
    }

    [Theory]
    [InlineData("\"model_type\":\"gemma3\"", "model_type is 'gemma3'")]
    [InlineData("\"model_type\":\"qwen3\",\"attention_bias\":true", "attention_bias is true")]
    [InlineData("\"model_type\":\"qwen2\",\"use_sliding_window\":true", "use_sliding_window is true")]
    [InlineData("\"model_type\":\"llama\",\"mlp_bias\":true", "mlp_bias is true")]
    [InlineData("\"model_type\":\"llama\",\"hidden_act\":\"gelu\"", "hidden_act is \"gelu\"")]
    [InlineData("\"model_type\":\"qwen3\",\"layer_types\":[\"full_attention\",\"sliding_attention\"]", "layer_types is")]
    [InlineData("\"model_type\":\"qwen3\",\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4.0}", "rope scaling 'yarn'")]
    [InlineData("\"model_type\":\"llama\",\"rope_scaling\":{\"rope_type\":\"llama3\"}", "no factor")]
    public void Should_refuse_what_it_would_compute_wrongly(string keys, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Load($"{{{keys},{Sizes}}}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_refuse_sizes_that_do_not_fit()
    {
        Assert.Contains("no vocab_size", Assert.Throws<InputException>(() => Load("""{"model_type":"qwen3"}""")).Message, StringComparison.Ordinal);
        Assert.Contains("no multiple", Assert.Throws<InputException>(() => Load($"{{\"model_type\":\"qwen3\",{Sizes.Replace("_value_heads\":2", "_value_heads\":3", StringComparison.Ordinal)}}}")).Message, StringComparison.Ordinal);
        Assert.Contains("expected a positive", Assert.Throws<InputException>(() => Load($"{{\"model_type\":\"qwen3\",{Sizes.Replace(":64", ":0", StringComparison.Ordinal)}}}")).Message, StringComparison.Ordinal);
    }

    // Parameters of the published models (their model cards give 0.6B, 1.7B, 4.0B, 8.2B, 14.8B, 32.8B).
    [Theory]
    [InlineData("qwen3-0.6b", 0.6)]
    [InlineData("qwen3-1.7b", 1.7)]
    [InlineData("qwen3-4b", 4.0)]
    [InlineData("qwen3-8b", 8.2)]
    [InlineData("qwen3-14b", 14.8)]
    [InlineData("qwen3-32b", 32.8)]
    public void Should_count_the_parameters_of_the_published_shapes(string shape, double billions) =>
        Assert.Equal(billions, Math.Round(ModelShapes.Find(shape).ParameterCount / 1e9, 1));

    [Fact]
    public void Should_read_the_recommended_generation()
    {
        Assert.Null(GenerationConfig.Load(folder.FullPath));
        // As published with Qwen3-1.7B.
        folder.Write("generation_config.json", """{"bos_token_id":151643,"do_sample":true,"eos_token_id":[151645,151643],"pad_token_id":151643,"temperature":0.6,"top_k":20,"top_p":0.95}""");
        var config = GenerationConfig.Load(folder.FullPath)!;
        Assert.Equal([151645, 151643], config.EndIds);
        Assert.Equal((0.6f, 20, 0.95f, null, null), (config.Temperature, config.TopK, config.TopP, config.MinP, config.RepetitionPenalty));
        folder.Write("generation_config.json", """{"do_sample":false,"temperature":0.6,"eos_token_id":2}""");
        config = GenerationConfig.Load(folder.FullPath)!;
        Assert.Equal([2], config.EndIds);
        Assert.Equal((0f, null), (config.Temperature, config.TopK));
        folder.Write("generation_config.json", """{"top_p":1.5}""");
        Assert.Contains("top_p", Assert.Throws<InputException>(() => GenerationConfig.Load(folder.FullPath)).Message, StringComparison.Ordinal);
        folder.Write("generation_config.json", """{"eos_token_id":"end"}""");
        Assert.Contains("generation_config.json", Assert.Throws<InputException>(() => GenerationConfig.Load(folder.FullPath)).Message, StringComparison.Ordinal);
    }
}
