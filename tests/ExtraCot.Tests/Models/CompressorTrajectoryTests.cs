using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>Ten AdamW steps of class-weighted focal loss against PyTorch.</summary>
public class CompressorTrajectoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_follow_the_reference_over_ten_steps(int workers)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "compressor-trajectory", "steps.json")));
        using var scope = NewDisposeScope();
        using var data = Golden.Open("compressor-trajectory", "data.safetensors");
        using var model = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        using var replicas = new ModelReplicas<TokenClassifier>(model, workers);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions { DecayVectors = true });
        var (ids, labels, global, alpha) = (data.Read("input_ids"), data.Read("labels"), data.Read("global_attention_mask"), data.Read("alpha"));
        var rows = ids.size(1) / workers;
        foreach (var expected in json.RootElement.GetProperty("steps").EnumerateArray())
        {
            var step = expected.GetProperty("step").GetInt32();
            var counted = labels[step].ne(FocalLoss.Ignored).sum().item<long>();
            var loss = replicas.Backward((replica, worker) =>
            {
                using var inner = NewDisposeScope();
                Tensor Share(Tensor whole) => whole.narrow(0, worker * rows, rows);
                var target = Share(labels[step]);
                var mean = FocalLoss.Compute(replica.Logits(Share(ids[step]), ones_like(target), Share(global)), target, alpha)
                    * target.ne(FocalLoss.Ignored).sum() / counted;
                mean.backward();
                return mean.item<float>();
            }).Sum();
            TensorAssert.Close(expected.GetProperty("loss").GetDouble(), loss, 1e-3, what: $"loss of step {step}");
            TensorAssert.Close(expected.GetProperty("grad_norm").GetDouble(), replicas.Parameters.ClipGradients(1), 1e-3, what: $"gradient norm of step {step}");
            optimizer.Step(5e-4);
        }
        Golden.AssertClose(data.Read("final.classifier"), model.Parameters.Single(p => p.Name == "classifier.weight").Value, 2e-4);
    }
}
