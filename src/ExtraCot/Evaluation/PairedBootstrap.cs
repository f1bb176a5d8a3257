using ExtraCot.Text;

namespace ExtraCot.Evaluation;

/// <summary>
/// Percentile bootstrap of two models on the same questions. Questions are drawn with replacement, each with all its samples,
/// so that K samples of one question do not pass for K independent observations.
/// </summary>
public sealed class PairedBootstrap
{
    /// <summary>Default number of resamples; the interval's ends then move by less than a twentieth of its width from seed to seed.</summary>
    public const int DefaultResamples = 10_000;

    private readonly (double First, double Second, int Count)[] questions;
    private readonly ulong seed;
    private readonly int resamples;

    /// <summary>Pairs the values of two models.</summary>
    /// <param name="first">A value for each response of the first model.</param>
    /// <param name="second">The second model's values in the same order.</param>
    /// <param name="clusters">The question of each response; null when every response has its own.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <exception cref="ArgumentException">No value, or lists of different lengths.</exception>
    public PairedBootstrap(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<string>? clusters = null, ulong seed = 1, int resamples = DefaultResamples)
    {
        if (first.Count == 0 || first.Count != second.Count || (clusters is not null && clusters.Count != first.Count))
            throw new ArgumentException($"{first.Count} and {second.Count} values in {clusters?.Count ?? first.Count} questions: expected equally many, at least one", nameof(first));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        (this.seed, this.resamples) = (seed, resamples);
        questions = [.. Enumerable.Range(0, first.Count).GroupBy(i => clusters?[i] ?? $"{i}")
            .Select(group => (group.Sum(i => first[i]), group.Sum(i => second[i]), group.Count()))];
    }

    /// <summary>95 % interval of mean(first) - mean(second).</summary>
    public Interval Difference() => Percentiles((first, second, count) => (first - second) / count);

    /// <summary>95 % interval of mean(first) / mean(second), for lengths.</summary>
    public Interval Ratio() => Percentiles((first, second, _) => first / second);

    private Interval Percentiles(Func<double, double, int, double> statistic)
    {
        var random = SeededRandom.For(seed, "bootstrap");
        var values = new double[resamples];
        for (var i = 0; i < values.Length; i++)
        {
            double first = 0, second = 0;
            var count = 0;
            for (var draw = 0; draw < questions.Length; draw++)
            {
                var question = questions[random.Next(0, questions.Length - 1)];
                first += question.First;
                second += question.Second;
                count += question.Count;
            }
            values[i] = statistic(first, second, count);
        }
        Array.Sort(values);
        return new(Quantile(values, 0.025), Quantile(values, 0.975));
    }

    /// <summary>The smallest value that at least the given share of the values does not exceed.</summary>
    private static double Quantile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
