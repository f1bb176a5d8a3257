using ExtraCot.Annotation;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using TorchSharp;
using Xunit;

namespace ExtraCot.Tests.Annotation;

public class AblationLossTests
{
    private static readonly Qwen3Config Tiny = new() { VocabularySize = 40, HiddenSize = 16, IntermediateSize = 24, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadSize = 8 };

    [Fact]
    public void Should_give_what_whole_forward_passes_over_the_shortened_texts_give()
    {
        using var model = Qwen3Model.Create(Tiny, seed: 3);
        var random = new Random(1);
        var ids = Enumerable.Range(0, 60).Select(_ => random.Next(Tiny.VocabularySize)).ToArray();
        var counts = ids.Select(id => id % 3 > 0).ToArray();
        (int Start, int End)[] gaps = [(1, 4), (5, 20), (20, 21), (30, 30), (40, 59), (58, 60)];
        var increase = new AblationLoss(model).Increase(ids, counts, gaps, TestContext.Current.CancellationToken);
        for (var i = 0; i < gaps.Length; i++)
        {
            var (start, end) = gaps[i];
            int[] shortened = [.. ids[..start], .. ids[end..]];
            var expected = Loss(model, shortened, start, at => counts[at - start + end]) - Loss(model, ids, end, at => counts[at]);
            Assert.Equal(expected, increase[i], 3e-4);
        }
        Assert.Equal(0, increase[3], 1e-4); // nothing missing, nothing lost
    }

    private static double Loss(Qwen3Model model, int[] ids, int from, Func<int, bool> counts)
    {
        if (from >= ids.Length) return 0;
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        var losses = new PackedBatch([new TrainingSequence(ids, from)]).LossPerToken(model).data<float>().ToArray();
        return losses.Select((loss, i) => counts(from + i) ? loss : 0.0).Sum();
    }
}
