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
    public static double[] Centre(IReadOnlyList<double> rewards)
    {
        var mean = rewards.Average();
        return rewards.All(reward => Math.Abs(reward - mean) < Equal) ? new double[rewards.Count] : rewards.Select(reward => reward - mean).ToArray();
    }
}
