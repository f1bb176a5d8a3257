using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Torch;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using ExtraCot.Tests.Training;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Generation;

/// <summary>Run where the libtorch in use computes on a GPU (<c>EXTRACOT_LIBTORCH</c>), skipped elsewhere.</summary>
public class GpuTests
{
    private const string Tied = "qwen3-tied";

    private static Qwen3Model Load(string name, ScalarType compute = ScalarType.Float32)
    {
        Assert.SkipUnless(cuda.is_available(), "no GPU");
        var model = Qwen3Model.Load(SharedData.Path("golden", name), device: CUDA);
        model.ComputeType = compute;
        return model;
    }

    [Theory]
    [InlineData(Tied)]
    [InlineData("qwen3-untied")]
    public void Should_give_the_reference_logits_and_continuation(string name)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var model = Load(name);
        using var golden = Golden.Open(name, "golden.safetensors");
        var greedy = golden.Read("greedy").reshape(-1).data<long>().Select(id => (int)id).ToArray();
        var batch = new PackedBatch([new TrainingSequence([.. greedy[..48], 0])], CUDA);
        var reference = golden.Read("logits")[0]; // its row 0 is the one without padding
        Golden.AssertClose(reference, model.Logits(batch.Hidden(model)).cpu(), 2e-4);
        using var engine = new InferenceEngine(new TorchBackend(model), new EngineOptions { Rows = 3 });
        var request = new GenerationRequest(greedy[..48], new SamplingOptions { MaxNewTokens = 40, Temperature = 0 });
        var results = engine.Generate([request, request with { PromptTokens = greedy[..31] }, request], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(greedy[48..], results[0][0].TokenIds);
        Assert.Equal(greedy[48..], results[2][0].TokenIds);
    }

    [Fact]
    public void Should_replay_a_recorded_step_to_the_same_bits()
    {
        using var model = Load(Tied, ScalarType.BFloat16);
        using var backend = new TorchBackend(model);
        using var runner = backend.CreateRunner(rows: 4, capacity: 200, positions: 2000);
        int[] prompt = [.. Enumerable.Range(0, 90).Select(i => i * 37 % 600)];
        float[] Prefill()
        {
            runner.Prefill(prompt, 0);
            return runner.Logits(0).ToArray();
        }
        float[] Decode()
        {
            runner.Decode([5, 6, 7], [90, 40, 3]);
            return [.. Enumerable.Range(0, 3).SelectMany(row => runner.Logits(row).ToArray())];
        }
        var first = Prefill();
        for (var again = 0; again < 3; again++) Assert.Equal(first, Prefill());
        for (var row = 0; row < 3; row++) runner.TakePrompt(row, 90);
        var step = Decode();
        for (var again = 0; again < 3; again++) Assert.Equal(step, Decode());
        Assert.True(InferenceEngine.RecordsSteps, InferenceEngine.RecordingProblem);
        runner.Decode([9, 9, 9], [91, 41, 4]); // other input through the same recording
        Assert.NotEqual(step[..600], runner.Logits(0).ToArray());
        Assert.Equal(step, Decode());
    }

    [Fact]
    public void Should_agree_in_bfloat16_with_float32_on_the_CPU()
    {
        using var model = Load(Tied, ScalarType.BFloat16);
        using var exact = Qwen3Model.Load(SharedData.Path("golden", Tied));
        using var backend = new TorchBackend(model);
        using var runner = backend.CreateRunner(rows: 2, capacity: 2200, positions: 10_000);
        using var reference = new TorchRunner(exact, rows: 2, capacity: 2200);
        int[] prompt = [.. Enumerable.Range(0, 2100).Select(i => i * 37 % 600)];
        foreach (var one in new IModelRunner[] { runner, reference })
        {
            one.Prefill(prompt.AsSpan(0, 2048), 0); // in two parts
            one.Prefill(prompt.AsSpan(2048), 2048);
            one.TakePrompt(0, 2100);
            one.TakePrompt(1, 1000);
            one.Decode([11, 12], [2100, 1000]);
        }
        for (var row = 0; row < 2; row++) Assert.InRange(Difference(runner.Logits(row).ToArray(), reference.Logits(row).ToArray()), 0, 2e-2);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-4)]
    [InlineData(ScalarType.BFloat16, 3e-2)]
    public void Should_give_the_CPU_s_loss_and_gradients(ScalarType compute, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = Load(Tied, compute);
        using var exact = Qwen3Model.Load(SharedData.Path("golden", Tied));
        List<TrainingSequence> sequences = [.. new[] { 40, 7, 90 }.Select(length => new TrainingSequence([.. Enumerable.Range(0, length).Select(i => i * 31 % 600)], 3))];
        float Backward(Qwen3Model one)
        {
            one.Checkpointing = true;
            var loss = new PackedBatch(sequences, one.Device).LossSum(one);
            loss.backward();
            return loss.item<float>();
        }
        var (expected, actual) = (Backward(exact), Backward(model));
        Assert.Equal(expected, actual, expected * tolerance);
        foreach (var (own, other) in exact.Parameters.Zip(model.Parameters))
            Assert.InRange(Difference(other.Value.grad!.cpu().data<float>().ToArray(), own.Value.grad!.data<float>().ToArray()), 0, 3 * tolerance);
    }

    [Fact]
    public void Should_take_the_CPU_s_optimiser_step()
    {
        Assert.SkipUnless(cuda.is_available(), "no GPU");
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        AdamWAgreement.Check(CUDA);
    }

    private static double Difference(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / expected.Sum(value => (double)value * value));
}
