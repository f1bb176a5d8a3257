using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class SftTrajectoryTests
{
    private sealed record Step(double Lr, double Loss, double GradNorm);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_follow_the_reference_over_twenty_steps(int workers)
    {
        var steps = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "sft-trajectory", "steps.json"))).RootElement.GetProperty("steps")
            .EnumerateArray().Select(s => new Step(s.GetProperty("lr").GetDouble(), s.GetProperty("loss").GetDouble(), s.GetProperty("grad_norm").GetDouble())).ToList();
        using var scope = NewDisposeScope();
        using var data = Golden.Open("sft-trajectory", "data.safetensors");
        using var model = Qwen3Model.Load(SharedData.Path("golden", "qwen3-tied"));
        using var replicas = new ModelReplicas<Qwen3Model>(model, workers);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions { WeightDecay = .05, DecayVectors = true });
        for (var step = 0; step < steps.Count; step++)
        {
            var (inputs, labels) = (data.Read("input_ids")[step], data.Read("labels")[step]);
            var targets = labels.narrow(1, 1, 63).ne(-100).sum().item<long>();
            var loss = replicas.Backward((replica, worker) =>
            {
                using var inner = NewDisposeScope();
                var rows = 4 / workers;
                var (x, y) = (inputs.narrow(0, worker * rows, rows), labels.narrow(0, worker * rows, rows));
                var hidden = replica.Hidden(x.reshape(-1), arange(64).repeat(rows), 64, new ExtraCot.Nn.Layers.PaddedCausalAttention(rows, 64));
                var next = cat([y.narrow(1, 1, 63), full([rows, 1], -100L, dtype: ScalarType.Int64)], 1).reshape(-1);
                var places = next.ne(-100).nonzero().squeeze(1);
                var mean = CausalLmLoss.Sum(replica, hidden, places, next[places]) / targets;
                mean.backward();
                return mean.item<float>();
            }).Sum();
            AssertRelative(steps[step].Loss, loss, $"loss of step {step}");
            AssertRelative(steps[step].GradNorm, replicas.Parameters.ClipGradients(1), $"gradient norm of step {step}");
            var rate = 1e-3 * LearningRateSchedule.Cosine(step, 3, 20);
            AssertRelative(steps[step].Lr, rate, $"learning rate of step {step}");
            optimizer.Step(rate);
        }
        Tensor Parameter(string name) => model.Parameters.Single(p => p.Name == name).Value;
        Golden.AssertClose(data.Read("final.embed_tokens"), Parameter("model.embed_tokens.weight"), 2e-4);
        Golden.AssertClose(data.Read("final.norm"), Parameter("model.norm.weight"), 2e-4);
        Golden.AssertClose(data.Read("final.q_proj_0"), Parameter("model.layers.0.self_attn.qkv_proj.weight").narrow(0, 0, 64), 2e-4);
    }

    private static void AssertRelative(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-3 * Math.Abs(expected), $"{what}: {actual}, expected {expected}");
}
