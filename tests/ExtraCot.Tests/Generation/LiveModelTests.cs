using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Generation;

public class LiveModelTests
{
    private static List<GenerationRequest> Requests(int count, float temperature) => [.. Enumerable.Range(0, count).Select(i => new GenerationRequest(
        [1, 3, .. Enumerable.Range(0, 20 + i % 50).Select(t => 10 + (t * 17 + i * 5) % 230), 4, 5],
        new SamplingOptions { MaxNewTokens = 60 + i % 40, Temperature = temperature, Seed = (ulong)i, LogProbabilities = true, StopTokens = [2] }))];

    private static IReadOnlyList<GenerationResult> Generate(InferenceEngine engine, IReadOnlyList<GenerationRequest> requests) =>
        [.. engine.Generate(requests, cancellation: TestContext.Current.CancellationToken).Select(samples => samples[0])];

    // log p of each answer token by one forward pass of the model itself.
    private static float[] LogProbabilities(Qwen3Model model, GenerationRequest request, GenerationResult result)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        long[] ids = [.. request.PromptTokens, .. result.TokenIds];
        var hidden = model.Hidden(tensor(ids), arange(ids.Length), ids.Length, new PackedCausalAttention([ids.Length]));
        var answer = model.Logits(hidden).log_softmax(-1).narrow(0, request.PromptTokens.Count - 1, result.TokenIds.Count); // [answer, V]
        return SimdModels.Floats(answer.gather(1, tensor(ids[request.PromptTokens.Count..]).unsqueeze(1)).squeeze(1));
    }

    private static void AssertAgreement(Qwen3Model model, InferenceEngine engine)
    {
        var requests = Requests(12, temperature: 1);
        var results = Generate(engine, requests);
        for (var i = 0; i < requests.Count; i++)
        {
            var expected = LogProbabilities(model, requests[i], results[i]);
            Assert.Equal(expected.Length, results[i].LogProbabilities.Count);
            for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], results[i].LogProbabilities[t], 5e-4f);
        }
    }

    [Fact]
    public void Should_agree_with_the_models_own_log_probabilities()
    {
        using var engine = InferenceEngine.For(SimdModels.SmallBase.Value);
        AssertAgreement(SimdModels.SmallBase.Value, engine);
    }

    [Fact]
    public void Should_follow_the_weights_after_a_refresh()
    {
        using var model = SimdModels.SmallBase.Value.Clone();
        using var engine = InferenceEngine.For(model);
        var before = Generate(engine, Requests(3, 0));
        using (no_grad())
            foreach (var parameter in model.Parameters) parameter.Value.mul_(1.03);
        Assert.Equal(before[0].LogProbabilities, Generate(engine, Requests(3, 0))[0].LogProbabilities);
        engine.Refresh();
        Assert.NotEqual(before[0].LogProbabilities, Generate(engine, Requests(3, 0))[0].LogProbabilities);
        AssertAgreement(model, engine);
    }

    [Fact]
    public void Should_answer_greedily_the_same_in_any_batch()
    {
        var requests = Requests(48, 0);
        using var alone = InferenceEngine.For(SimdModels.SmallBase.Value, new EngineOptions { Rows = 1, Threads = 1 });
        using var together = InferenceEngine.For(SimdModels.SmallBase.Value);
        var expected = Generate(alone, requests);
        var actual = Generate(together, requests);
        for (var i = 0; i < requests.Count; i++)
        {
            Assert.Equal(expected[i].TokenIds, actual[i].TokenIds);
            Assert.Equal(expected[i].LogProbabilities, actual[i].LogProbabilities);
        }
    }
}
