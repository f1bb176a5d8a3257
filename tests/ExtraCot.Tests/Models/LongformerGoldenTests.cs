using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>Against transformers: windows of 16 and 32, lengths that fill no window, padding, global tokens in front and in the middle.</summary>
public class LongformerGoldenTests
{
    public static TheoryData<int> Cases => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_reproduce_logits_and_hidden_states(int index)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var model = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        using var golden = new SafetensorsFile(SharedData.Path("golden", "longformer", "golden.safetensors"));
        var (ids, mask, global) = Inputs(golden, index);
        TensorAssert.Close(golden.Read($"case{index}.hidden_last"), model.LastHidden(ids, mask, global), 2e-4);
        TensorAssert.Close(golden.Read($"case{index}.logits"), model.Logits(ids, mask, global), 2e-4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_reproduce_the_loss_and_every_gradient_norm(int index)
    {
        using var scope = NewDisposeScope();
        using var model = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        using var golden = new SafetensorsFile(SharedData.Path("golden", "longformer", "golden.safetensors"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "longformer", "golden.json")));
        var expected = json.RootElement.GetProperty("cases")[index];
        var (ids, mask, global) = Inputs(golden, index);
        var loss = nn.functional.cross_entropy(model.Logits(ids, mask, global).view(-1, 2), golden.Read($"case{index}.labels").view(-1), ignore_index: -100);
        loss.backward();
        TensorAssert.Close(expected.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-5);
        var norms = expected.GetProperty("grad_norms");
        Assert.Equal(model.Parameters.Count, norms.EnumerateObject().Count());
        foreach (var (name, value) in model.Parameters)
            // Key biases shift all scores of a query alike: their gradient is rounding noise around zero.
            TensorAssert.Close(norms.GetProperty(name).GetDouble(), value.grad!.norm().item<float>(), 1e-3, absolute: 1e-6, name);
    }

    private static (Tensor Ids, Tensor Mask, Tensor Global) Inputs(SafetensorsFile golden, int index) =>
        (golden.Read($"case{index}.input_ids"), golden.Read($"case{index}.attention_mask"), golden.Read($"case{index}.global_attention_mask"));
}
