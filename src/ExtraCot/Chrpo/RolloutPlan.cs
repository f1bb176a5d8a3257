using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Chrpo;

/// <summary>Which rollouts a batch consists of.</summary>
public sealed record RolloutPlan : IValidatable
{
    /// <value>Prompts a batch; default 24.</value>
    public int Prompts { get; init; } = 24;

    /// <value>G: rollouts a prompt, 2 or more; default 8.</value>
    public int GroupSize { get; init; } = 8;

    /// <value>Sampling temperature; default 1, the only one at which π_old is the model's own distribution.</value>
    public float Temperature { get; init; } = 1;

    /// <value>Most tokens of a response; default 720 (the small world's longest thought and some).</value>
    public int MaxNewTokens { get; init; } = 720;

    /// <value>Share of prompts asked at a fixed ratio; they keep the ratios apart and raise the low ratios' own accuracy. Default 0.5.</value>
    public double FixedShare { get; init; } = .5;

    /// <value>Relative frequency of the ratios 0.2 … 1.0 among fixed prompts.</value>
    public double[] FixedWeights { get; init; } = [4, 2, 1, 1, 1];

    /// <summary>Draws a fixed prompt's ratio: an index into the grid.</summary>
    internal int DrawRatio(SeededRandom random)
    {
        var u = random.NextDouble() * FixedWeights.Sum();
        for (var i = 0; i < FixedWeights.Length - 1; i++)
            if ((u -= FixedWeights[i]) < 0) return i;
        return FixedWeights.Length - 1;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Prompts < 1) yield return $"prompts: {Prompts}, expected 1 or more";
        if (GroupSize < 2) yield return $"groupSize: {GroupSize}, expected 2 or more: rollouts are compared with each other";
        if (Temperature is not (> 0 and <= 2)) yield return $"temperature: {Temperature}, expected more than 0 and at most 2";
        if (MaxNewTokens < 8) yield return $"maxNewTokens: {MaxNewTokens}, expected 8 or more";
        if (FixedShare is not (>= 0 and <= 1)) yield return $"fixedShare: {FixedShare}, expected from 0 to 1";
        if (FixedWeights.Length != 5 || FixedWeights.Any(weight => weight is not >= 0) || FixedWeights.Sum() <= 0) yield return "fixedWeights: expected five numbers of 0 or more, one of them above 0";
    }
}
