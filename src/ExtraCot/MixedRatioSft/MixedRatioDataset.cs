using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.MixedRatioSft;

/// <summary>
/// Mixed-ratio samples: fixed-ratio prompts end with a ratio token that the response mirrors; policy prompts end with the
/// policy token and the response begins with the ratio of its thought.
/// </summary>
public static class MixedRatioDataset
{
    /// <summary>Draws samples; each question is used equally often, up to one.</summary>
    /// <exception cref="InputException">There is nothing to draw from.</exception>
    public static IReadOnlyList<TrainingSample> Build(IReadOnlyList<CompressedThought> items, PromptFormat format, MixedRatioOptions options, SeededRandom random)
    {
        if (items.Count == 0) throw new InputException("mixed-ratio SFT: no right thought to train on; check the base model's accuracy on these questions");
        var order = Enumerable.Range(0, items.Count).ToArray();
        var samples = new List<TrainingSample>(options.Samples);
        for (var i = 0; i < options.Samples; i++)
        {
            if (i % items.Count == 0) random.Shuffle(order);
            var ratio = Draw(options.RatioWeights, random);
            var mode = random.Chance(options.PolicyShare) ? ControlToken.Policy : ControlToken.Ratios[ratio];
            samples.Add(Sample(items[order[i % items.Count]], format, mode, ratio));
        }
        return samples;
    }

    /// <summary>One sample: asked with <paramref name="mode"/>, answered at the ratio with index <paramref name="ratio"/>.</summary>
    public static TrainingSample Sample(CompressedThought item, PromptFormat format, ControlToken mode, int ratio) =>
        TrainingSample.Of(format.Prompt(item.Question, mode), format.Response(ControlToken.Ratios[ratio], item.Thoughts[ratio], item.Visible), mode);

    private static int Draw(double[] weights, SeededRandom random)
    {
        var u = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length - 1; i++)
            if ((u -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }
}
