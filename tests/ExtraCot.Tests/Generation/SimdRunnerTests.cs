using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Generation;

public class SimdRunnerTests
{
    private static int[] Tokens(string model, string name)
    {
        using var golden = new SafetensorsFile(SharedData.Path("golden", model, "golden.safetensors"));
        using var ids = golden.Read(name);
        return [.. ids.data<long>().ToArray().Select(id => (int)id)];
    }

    [Theory]
    [InlineData("qwen3-tied", true, 1)]
    [InlineData("qwen3-tied", false, 3)]
    [InlineData("qwen3-untied", true, 2)]
    [InlineData("qwen3-untied", false, 1)]
    public void Should_compute_the_reference_logits_with_and_without_cache(string model, bool packed, int threads)
    {
        using var golden = new SafetensorsFile(SharedData.Path("golden", model, "golden.safetensors"));
        var expected = SimdModels.Floats(golden.Read("logits")).Chunk(600).ToArray();
        var ids = Tokens(model, "input_ids")[..48];
        using var weights = new DecoderWeights(SimdModels.Load("golden", model), packed);
        using var cached = new SimdRunner(weights, rows: 3, capacity: 64, positions: 640, threads);
        using var whole = new SimdRunner(weights, rows: 3, capacity: 64, positions: 640, threads);
        cached.Prefill(ids.AsSpan(0, 5), 0);
        cached.TakePrompt(0, 5);
        for (var length = 5; length <= 48; length++)
        {
            whole.Prefill(ids.AsSpan(0, length), 0);
            Assert.Equal(whole.Logits(0).ToArray(), cached.Logits(0).ToArray()); // the same bits
            var error = whole.Logits(0).ToArray().Zip(expected[length - 1], (a, b) => Math.Abs(a - b)).Max();
            Assert.True(error < 2e-4, $"length {length}: {error}");
            if (length < 48) cached.Decode([ids[length]], [length]);
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public void Should_compute_a_row_in_any_company_to_the_same_bits(bool packed, int threads)
    {
        var ids = Tokens("qwen3-tied", "input_ids")[..48];
        using var weights = new DecoderWeights(SimdModels.Load("golden", "qwen3-tied"), packed);
        using var alone = new SimdRunner(weights, rows: 1, capacity: 100, positions: 320, threads);
        using var many = new SimdRunner(weights, rows: 19, capacity: 100, positions: 20 * 160, threads);
        for (var row = 0; row < 19; row++)
        {
            many.Prefill(ids.AsSpan(0, row + 20), 0);
            many.TakePrompt(row, row + 20);
        }
        many.Decode(Enumerable.Repeat(7, 19).ToArray(), Enumerable.Range(20, 19).ToArray());
        for (var row = 0; row < 19; row++)
        {
            alone.Prefill(ids.AsSpan(0, row + 20), 0);
            alone.TakePrompt(0, row + 20);
            alone.Decode([7], [row + 20]);
            Assert.Equal(alone.Logits(0).ToArray(), many.Logits(row).ToArray());
        }
    }

    [Fact]
    public void Should_prefill_prompts_longer_than_a_chunk()
    {
        var ids = Enumerable.Range(0, 150).Select(i => i * 37 % 600).ToArray();
        using var weights = SimdModels.Weights("golden", "qwen3-tied");
        using var whole = new SimdRunner(weights, rows: 1, capacity: 150, positions: 320, threads: 1);
        using var stepwise = new SimdRunner(weights, rows: 1, capacity: 150, positions: 320, threads: 1);
        whole.Prefill(ids, 0);
        stepwise.Prefill(ids.AsSpan(0, 1), 0);
        stepwise.TakePrompt(0, 1);
        for (var i = 1; i < ids.Length; i++) stepwise.Decode([ids[i]], [i]);
        Assert.Equal(whole.Logits(0).ToArray(), stepwise.Logits(0).ToArray());
    }

    [Fact]
    public void Should_go_on_from_an_earlier_prompt_that_begins_the_same()
    {
        var ids = Enumerable.Range(0, 90).Select(i => i * 37 % 600).ToArray();
        int[] other = [.. ids.AsSpan(0, 70), 1, 2, 3];
        using var weights = SimdModels.Weights("golden", "qwen3-tied");
        using var fresh = new SimdRunner(weights, rows: 1, capacity: 100, positions: 320, threads: 1);
        using var kept = new SimdRunner(weights, rows: 1, capacity: 100, positions: 320, threads: 1);
        fresh.Prefill(other, 0);
        kept.Prefill(ids, 0);
        kept.Prefill(other.AsSpan(70), 70);
        Assert.Equal(fresh.Logits(0).ToArray(), kept.Logits(0).ToArray());
    }
}
