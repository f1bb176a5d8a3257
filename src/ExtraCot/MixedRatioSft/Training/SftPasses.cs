using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Forward and, where wanted, backward passes over samples, with the loss by control.</summary>
internal static class SftPasses
{
    /// <summary>Adds the gradient of the sum of losses divided by <paramref name="targets"/>.</summary>
    /// <returns>Sums by control.</returns>
    public static IReadOnlyDictionary<string, LossTally> Backward(Qwen3Model model, IEnumerable<SftItem> items, int tokensPerPass, long targets) =>
        Run(model, items, tokensPerPass, losses => (losses.sum() / targets).backward());

    /// <summary>Measures only.</summary>
    public static IReadOnlyDictionary<string, LossTally> Measure(Qwen3Model model, IEnumerable<SftItem> items, int tokensPerPass)
    {
        using var guard = no_grad();
        return Run(model, items, tokensPerPass, _ => { });
    }

    private static IReadOnlyDictionary<string, LossTally> Run(Qwen3Model model, IEnumerable<SftItem> items, int tokensPerPass, Action<Tensor> use) =>
        LossTally.Join(TokenBudget.Fill(items, item => item.Sequence.Ids.Length, tokensPerPass).SelectMany(pass =>
        {
            using var scope = NewDisposeScope();
            var losses = new PackedBatch([.. pass.Select(item => item.Sequence)], model.Device).LossPerToken(model);
            use(losses);
            var (values, at) = (losses.detach().cpu().data<float>().ToArray(), 0);
            return pass.Select(item =>
            {
                var tally = new LossTally(values.AsSpan(at, item.Sequence.Targets).ToArray().Sum(value => (double)value), item.Sequence.Targets);
                at += item.Sequence.Targets;
                return KeyValuePair.Create(item.Sample.Control, tally);
            }).ToList();
        }));
}
