using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Generation;

public class LogitsFiltersTests
{
    private static readonly Dictionary<string, SamplingOptions> Cases = new()
    {
        ["temperature_0.7"] = new() { MaxNewTokens = 1, Temperature = 0.7f },
        ["top_k_20"] = new() { MaxNewTokens = 1, TopK = 20 },
        ["top_p_0.9"] = new() { MaxNewTokens = 1, TopP = 0.9f },
        ["min_p_0.05"] = new() { MaxNewTokens = 1, MinP = 0.05f },
        ["repetition_1.2"] = new() { MaxNewTokens = 1, RepetitionPenalty = 1.2f },
        ["qwen3_chain_rep1.1_t0.6_k20_p0.95"] = new() { MaxNewTokens = 1, RepetitionPenalty = 1.1f, Temperature = 0.6f, TopK = 20, TopP = 0.95f },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_equal_the_reference(string name)
    {
        using var golden = new SafetensorsFile(SharedData.Path("golden", "numerics", "sampling.safetensors"));
        using var histories = golden.Read("history");
        var logits = SimdModels.Floats(golden.Read("logits")).Chunk(50).ToArray();
        var expected = SimdModels.Floats(golden.Read(name)).Chunk(50).ToArray();
        var history = histories.data<long>().ToArray().Select(id => (int)id).Chunk(12).ToArray();
        for (var row = 0; row < logits.Length; row++)
        {
            var actual = new float[50];
            LogitsFilters.Apply(logits[row], history[row], Cases[name], actual);
            Assert.Equal(expected[row], actual);
        }
    }

    [Fact]
    public void Should_keep_the_most_likely_token_whatever_the_limits()
    {
        float[] logits = [0f, 5f, 1f];
        var actual = new float[3];
        LogitsFilters.Apply(logits, [], new() { MaxNewTokens = 1, TopK = 1, TopP = 1e-6f, MinP = 1f }, actual);
        Assert.Equal([float.NegativeInfinity, 5f, float.NegativeInfinity], actual);
    }
}
