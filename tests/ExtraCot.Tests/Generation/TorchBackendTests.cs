using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Generation.Torch;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Generation;

public class TorchBackendTests
{
    private static int[] Greedy(string model)
    {
        using var golden = new SafetensorsFile(SharedData.Path("golden", model, "golden.safetensors"));
        using var ids = golden.Read("greedy");
        return [.. ids.data<long>().ToArray().Select(id => (int)id)];
    }

    private static IReadOnlyList<GenerationResult> Generate(IDecodeBackend backend, IReadOnlyList<GenerationRequest> requests, int rows)
    {
        using var engine = new InferenceEngine(backend, new EngineOptions { Rows = rows });
        return [.. engine.Generate(requests, cancellation: TestContext.Current.CancellationToken).SelectMany(samples => samples)];
    }

    [Theory]
    [InlineData("qwen3-tied")]
    [InlineData("qwen3-untied")]
    public void Should_continue_greedily_as_the_reference_in_any_row(string model)
    {
        var expected = Greedy(model);
        // Neighbours of other lengths start, end and move in between.
        var options = new SamplingOptions { MaxNewTokens = 40, Temperature = 0 };
        List<GenerationRequest> requests = [.. Enumerable.Range(0, 6).SelectMany(i => new GenerationRequest[]
            { new(expected[..(3 + 9 * i)], options with { MaxNewTokens = 4 + 5 * i }), new(expected[..48], options) })];
        var results = Generate(new TorchBackend(SimdModels.Load("golden", model)), requests, rows: 5);
        for (var i = 1; i < results.Count; i += 2) Assert.Equal(expected[48..], results[i].TokenIds);
    }

    [Fact]
    public void Should_agree_with_the_vector_kernels()
    {
        var model = SimdModels.SmallBase.Value;
        List<GenerationRequest> requests = [.. Enumerable.Range(0, 9).Select(i => new GenerationRequest(
            [1, 3, .. Enumerable.Range(0, 5 + 8 * i).Select(t => 10 + (t * 17 + i * 5) % 230), 4, 5],
            new SamplingOptions { MaxNewTokens = 30 + i, Temperature = 0, LogProbabilities = true }) { Samples = 1 + i % 2 })];
        var expected = Generate(new SimdBackend(model, threads: 1), requests, rows: 4);
        var actual = Generate(new TorchBackend(model), requests, rows: 4);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].TokenIds, actual[i].TokenIds);
            for (var t = 0; t < expected[i].TokenIds.Count; t++) Assert.Equal(expected[i].LogProbabilities[t], actual[i].LogProbabilities[t], 5e-4f);
        }
    }

    [Fact]
    public void Should_give_the_hidden_state_at_the_prompts_end_as_the_vector_kernels_do()
    {
        var model = SimdModels.SmallBase.Value;
        int[] ids = [.. Enumerable.Range(0, 200).Select(i => i * 37 % 240)]; // several chunks
        using var weights = new DecoderWeights(model);
        using var kernels = new SimdRunner(weights, rows: 1, capacity: 256, positions: 512, threads: 1);
        using var torch = new TorchRunner(model, rows: 1, capacity: 256);
        kernels.Prefill(ids, 0);
        torch.Prefill(ids, 0);
        float[] expected = kernels.PromptHidden.ToArray(), actual = torch.PromptHidden.ToArray();
        Assert.Equal(model.Config.HiddenSize, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f);
    }

    [Fact]
    public void Should_take_a_prompt_in_parts()
    {
        int[] ids = [.. Enumerable.Range(0, 90).Select(i => i * 37 % 600)];
        using var whole = new TorchRunner(SimdModels.Load("golden", "qwen3-tied"), rows: 1, capacity: 100);
        using var parts = new TorchRunner(SimdModels.Load("golden", "qwen3-tied"), rows: 1, capacity: 100);
        whole.Prefill(ids, 0);
        parts.Prefill(ids.AsSpan(0, 40), 0);
        parts.Prefill(ids.AsSpan(40), 40);
        foreach (var (expected, actual) in whole.Logits(0).ToArray().Zip(parts.Logits(0).ToArray())) Assert.Equal(expected, actual, 2e-4f);
    }

    [Fact]
    public void Should_give_the_same_logits_from_padded_steps()
    {
        var model = SimdModels.Load("golden", "qwen3-tied");
        using var exact = new TorchRunner(model, rows: 6, capacity: 200);
        using var padded = new TorchRunner(model, rows: 6, capacity: 200, padded: true);
        int[] lengths = [90, 40, 3];
        foreach (var runner in new[] { exact, padded })
        {
            foreach (var (row, length) in lengths.Index())
            {
                runner.Prefill([.. Enumerable.Range(0, length).Select(i => (i * 37 + row) % 600)], 0);
                runner.TakePrompt(row, length);
            }
        }
        Agree(1); // of the last prompt
        for (var step = 0; step < 3; step++)
        {
            foreach (var runner in new[] { exact, padded }) runner.Decode([5 + step, 60, 7], [.. lengths.Select(length => length + step)]);
            Agree(3);
        }

        void Agree(int rows)
        {
            for (var row = 0; row < rows; row++)
                foreach (var (expected, actual) in exact.Logits(row).ToArray().Zip(padded.Logits(row).ToArray())) Assert.Equal(expected, actual, 2e-4f);
        }
    }

    [Fact]
    public void Should_run_a_bfloat16_model_through_torch_and_follow_its_weights()
    {
        using var model = SimdModels.SmallBase.Value.Clone();
        model.ComputeType = ScalarType.BFloat16;
        using var engine = InferenceEngine.For(model);
        var request = new GenerationRequest([1, 3, 20, 21, 4, 5], new SamplingOptions { MaxNewTokens = 20, Temperature = 0, LogProbabilities = true });
        float[] Run() => [.. engine.Generate([request], cancellation: TestContext.Current.CancellationToken)[0][0].LogProbabilities];
        var before = Run();
        Assert.Equal(before, Run());
        using (no_grad()) model.Parameters[^1].Value.mul_(0.5);
        engine.Refresh();
        Assert.NotEqual(before, Run());
    }
}
