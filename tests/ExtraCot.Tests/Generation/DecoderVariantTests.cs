using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Generation.Torch;
using ExtraCot.Nn.Models;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Generation;

/// <summary>Architectures, stored types and sizes of products beyond the reference models.</summary>
public class DecoderVariantTests
{
    private static Qwen3Config Config(DecoderArchitecture architecture = DecoderArchitecture.Qwen3, int hidden = 64, int intermediate = 112) => new()
    {
        Architecture = architecture,
        VocabularySize = 203,
        HiddenSize = hidden,
        IntermediateSize = intermediate,
        Layers = 2,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 32,
        TiedEmbeddings = architecture == DecoderArchitecture.Qwen3,
        RopeScaling = architecture == DecoderArchitecture.Llama ? new(8, 1, 4, 64) : null,
    };

    private static Qwen3Model Perturbed(Qwen3Config config, ScalarType type = ScalarType.Float32)
    {
        var model = Qwen3Model.Create(config, seed: 3, type);
        using var guard = no_grad();
        using var generator = new Generator(4);
        // A forgotten bias or norm shows only where it is not 0 or 1.
        foreach (var parameter in model.Parameters.Where(p => p.Value.dim() == 1)) parameter.Value.add_(randn(parameter.Value.shape, generator: generator) * .3);
        return model;
    }

    private static readonly int[] Ids = [.. Enumerable.Range(0, 75).Select(i => i * 37 % 203)];

    private static float[] Last(IModelRunner runner, int[] ids)
    {
        using (runner)
        {
            runner.Prefill(ids.AsSpan(0, ids.Length - 1), 0);
            runner.TryReserve(0, 100);
            runner.TakePrompt(0, ids.Length - 1);
            runner.Decode([ids[^1]], [ids.Length - 1]);
            return runner.Logits(0).ToArray();
        }
    }

    [Theory]
    [InlineData(DecoderArchitecture.Qwen3)]
    [InlineData(DecoderArchitecture.Qwen2)]
    [InlineData(DecoderArchitecture.Llama)]
    public void Should_compute_the_same_logits_as_torch(DecoderArchitecture architecture)
    {
        using var model = Perturbed(Config(architecture));
        var expected = Last(new TorchRunner(model, rows: 1, capacity: 100), Ids);
        foreach (var packed in new[] { true, false })
        {
            using var weights = new DecoderWeights(model, packed);
            var actual = Last(new SimdRunner(weights, rows: 1, capacity: 100, positions: 256, threads: 2), Ids);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-4f);
        }
    }

    [Fact]
    public void Should_sum_rows_longer_than_a_span_alike_alone_and_in_company()
    {
        using var model = Perturbed(Config(hidden: 1040, intermediate: 2064));
        using var weights = new DecoderWeights(model, packed: false);
        var torch = Last(new TorchRunner(model, rows: 1, capacity: 100), Ids);
        var alone = Last(new SimdRunner(weights, rows: 1, capacity: 100, positions: 256, threads: 2), Ids);
        for (var i = 0; i < torch.Length; i++) Assert.Equal(torch[i], alone[i], 1e-3f);
        using var runner = new SimdRunner(weights, rows: 9, capacity: 100, positions: 2000, threads: 1);
        runner.Prefill(Ids.AsSpan(0, 74), 0);
        for (var row = 0; row < 9; row++)
        {
            runner.TryReserve(row, 100);
            runner.TakePrompt(row, 74);
        }
        runner.Decode([.. Enumerable.Repeat(Ids[74], 9)], [.. Enumerable.Repeat(74, 9)]);
        for (var row = 0; row < 9; row++) Assert.Equal(alone, runner.Logits(row).ToArray());
    }

    [Fact]
    public void Should_compute_bfloat16_weights_as_their_exact_values()
    {
        using var narrow = Perturbed(Config(hidden: 1040), ScalarType.BFloat16);
        using var wide = Qwen3Model.Create(narrow.Config, seed: 3);
        using (no_grad())
            foreach (var (target, source) in wide.Parameters.Zip(narrow.Parameters)) target.Value.copy_(source.Value);
        using var narrowWeights = new DecoderWeights(narrow, packed: false);
        using var wideWeights = new DecoderWeights(wide, packed: false);
        foreach (var ids in new[] { Ids, Ids[..2] })
            Assert.Equal(
                Last(new SimdRunner(wideWeights, rows: 1, capacity: 100, positions: 256, threads: 1), ids),
                Last(new SimdRunner(narrowWeights, rows: 1, capacity: 100, positions: 256, threads: 2), ids));
    }

    [Fact]
    public void Should_wait_for_room_in_the_cache_instead_of_failing()
    {
        using var model = Perturbed(Config());
        var bytes = 2L * sizeof(float) * 2 * 2 * 32; // of a position
        List<GenerationRequest> requests = [.. Enumerable.Range(0, 12).Select(i => new GenerationRequest(Ids[i..(i + 40)], new SamplingOptions { MaxNewTokens = 50, Temperature = 0 }) { Samples = 2 })];
        using var roomy = InferenceEngine.For(model, new EngineOptions { Threads = 1 });
        using var tight = InferenceEngine.For(model, new EngineOptions { Threads = 1, Rows = 16, CacheBytes = 300 * bytes });
        var expected = roomy.Generate(requests, cancellation: TestContext.Current.CancellationToken);
        var actual = tight.Generate(requests, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected.SelectMany(r => r).SelectMany(r => r.TokenIds), actual.SelectMany(r => r).SelectMany(r => r.TokenIds));
        using var none = InferenceEngine.For(model, new EngineOptions { Threads = 1, CacheBytes = 100 * bytes });
        Assert.Contains("raise CacheBytes", Assert.Throws<ArgumentException>(() => none.Generate(requests, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
