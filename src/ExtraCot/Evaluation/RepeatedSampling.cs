namespace ExtraCot.Evaluation;

/// <summary>Metrics over several samples of one question; the metric of a set is the mean over its questions.</summary>
public static class RepeatedSampling
{
    /// <summary>avg@k: share of right answers among the first k samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than k samples, or k below 1.</exception>
    public static double AvgAtK(IReadOnlyList<bool> right, int k)
    {
        RequireSamples(right.Count, k);
        return right.Take(k).Count(verdict => verdict) / (double)k;
    }

    /// <summary>maj@k: whether the most frequent answer among the first k samples is right; of equally frequent ones the earliest counts.</summary>
    /// <param name="answers">Normalised answers; null where a response has none, which is no vote.</param>
    /// <param name="right">The verdicts in the same order.</param>
    /// <param name="k">Samples that vote.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than k samples, or k below 1.</exception>
    public static bool MajAtK(IReadOnlyList<string?> answers, IReadOnlyList<bool> right, int k)
    {
        RequireSamples(Math.Min(answers.Count, right.Count), k);
        var winner = Enumerable.Range(0, k).Where(i => answers[i] is not null).GroupBy(i => answers[i]!).MaxBy(votes => votes.Count());
        return winner is not null && right[winner.First()];
    }

    /// <summary>pass@k: probability that at least one of k samples, drawn without replacement from all, is right: 1 - C(n-c, k) / C(n, k).</summary>
    /// <param name="samples">n, at least k.</param>
    /// <param name="right">c of them are right.</param>
    /// <param name="k">Samples drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than k samples, k below 1, or c outside 0 … n.</exception>
    public static double PassAtK(int samples, int right, int k)
    {
        RequireSamples(samples, k);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, samples);
        var allWrong = 1.0;
        for (var i = 0; i < k; i++) allWrong *= Math.Max(0, samples - right - i) / (double)(samples - i);
        return 1 - allWrong;
    }

    private static void RequireSamples(int samples, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
    }
}
