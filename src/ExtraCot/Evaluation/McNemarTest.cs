namespace ExtraCot.Evaluation;

/// <summary>McNemar's exact test: do two models differ in accuracy on the same questions? Only questions where one is right and the other wrong count.</summary>
/// <param name="OnlyFirst">Questions that only the first got right.</param>
/// <param name="OnlySecond">Questions that only the second got right.</param>
/// <param name="PValue">Two-sided probability of a split at least as uneven if both were equally good.</param>
public readonly record struct McNemarTest(int OnlyFirst, int OnlySecond, double PValue)
{
    /// <summary>Compares two lists of verdicts on the same questions in the same order.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static McNemarTest Of(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} verdicts against {second.Count}: expected the same questions", nameof(second));
        var pairs = first.Zip(second).ToList();
        int onlyFirst = pairs.Count(pair => pair is { First: true, Second: false }), onlySecond = pairs.Count(pair => pair is { First: false, Second: true });
        return new(onlyFirst, onlySecond, TwoSided(Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond));
    }

    /// <summary>Twice the lower tail of Binomial(n, 1/2), at most 1.</summary>
    private static double TwoSided(int smaller, int n)
    {
        double logTerm = -n * Math.Log(2), tail = 0; // the term of 0 out of n
        for (var k = 0; k <= smaller; k++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log((n - k) / (k + 1.0));
        }
        return Math.Min(1, 2 * tail);
    }
}
