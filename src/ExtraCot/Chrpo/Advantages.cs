using ExtraCot.Nn.Training;

namespace ExtraCot.Chrpo;

/// <summary>Group advantages: how much better a rollout is than the others of its prompt.</summary>
public static class Advantages
{
    private const double Equal = 1e-6;

    /// <summary>
    /// A_i = R_i − mean(R). Not divided by the standard deviation: a group that is all right, some rollouts a little off their
    /// budget, must not speak as loudly as a group with a failure (Dr. GRPO, arXiv 2503.20783).
    /// </summary>
    /// <returns>The advantages; all zero when the rewards are equal.</returns>
    /// <exception cref="TrainingException">A reward is not finite.</exception>
    public static double[] Centre(IReadOnlyList<double> rewards)
    {
        for (var i = 0; i < rewards.Count; i++)
            if (!double.IsFinite(rewards[i])) throw new TrainingException($"rollout {i} of a group has the reward {rewards[i]}; rewards must be finite numbers");
        var mean = rewards.Average();
        return rewards.All(reward => Math.Abs(reward - mean) < Equal) ? new double[rewards.Count] : [.. rewards.Select(reward => reward - mean)];
    }

    /// <summary>A_i = (R_i − mean(R)) / (std(R) + 1e-6) with the population's standard deviation (GRPO, arXiv 2402.03300).</summary>
    /// <returns>The advantages; all zero when the rewards are equal.</returns>
    /// <exception cref="TrainingException">A reward is not finite.</exception>
    public static double[] Standardise(IReadOnlyList<double> rewards)
    {
        var centred = Centre(rewards);
        var deviation = Math.Sqrt(centred.Sum(a => a * a) / centred.Length);
        return [.. centred.Select(a => a / (deviation + Equal))];
    }
}
