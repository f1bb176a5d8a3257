namespace ExtraCot.Evaluation;

/// <summary>Wilson's score interval for a share; unlike the normal one it stays within [0, 1] and says something at 0 and 1.</summary>
public static class WilsonInterval
{
    /// <summary>97.5 % point of the standard normal: two-sided 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="successes"/> out of <paramref name="trials"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No trial, or more successes than trials.</exception>
    public static Interval Of(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials, share = successes / n;
        var scale = 1 + Z * Z / n;
        var centre = (share + Z * Z / (2 * n)) / scale;
        var half = Z / scale * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        // Exactly 0 and 1 at the ends, which rounding would miss.
        return new(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
