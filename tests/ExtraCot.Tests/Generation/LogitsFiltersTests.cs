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

    // What transformers does, word for word: a stable ascending sort of the whole vocabulary, in double so that its sums are beyond doubt.
    private static float[] SortedTopP(float[] logits, float p)
    {
        var max = logits.Max();
        var ids = Enumerable.Range(0, logits.Length).OrderBy(id => logits[id]).ToArray();
        var total = ids.Sum(id => Math.Exp(logits[id] - max));
        var (kept, cumulative) = ((float[])logits.Clone(), 0.0);
        foreach (var id in ids[..^1])
        {
            cumulative += Math.Exp(logits[id] - max) / total;
            if (cumulative > 1 - (double)p) break;
            kept[id] = float.NegativeInfinity;
        }
        return kept;
    }

    [Theory]
    [InlineData(50, 1f)]
    [InlineData(50, 30f)]
    [InlineData(5_000, 0.01f)]
    [InlineData(20_000, 3f)]
    public void Should_keep_what_sorting_the_whole_vocabulary_keeps(int size, float spread)
    {
        var random = new Random(size);
        for (var round = 0; round < 8; round++)
        {
            float[] logits = [.. Enumerable.Range(0, size).Select(_ => spread * (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(2 * Math.PI * random.NextDouble()))];
            if (round % 2 == 1) for (var i = 0; i < size; i++) logits[i] = MathF.Round(logits[i], 1); // many equals
            if (round > 5) for (var i = 0; i < size / 2; i++) logits[i] = float.NegativeInfinity; // dropped before
            foreach (var p in (float[])[0.001f, 0.3f, 0.9f, 0.95f, 0.9999f])
            {
                var actual = new float[size];
                LogitsFilters.Apply(logits, [], new() { MaxNewTokens = 1, TopP = p }, actual);
                Assert.Equal(SortedTopP(logits, p), actual);
            }
        }
    }

    [Fact]
    public void Should_keep_the_higher_ids_of_equal_tokens()
    {
        var actual = new float[4];
        LogitsFilters.Apply([1f, 1f, 1f, 1f], [], new() { MaxNewTokens = 1, TopP = 0.5f }, actual);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, 1f, 1f], actual);
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
