namespace ExtraCot.Text;

/// <summary>
/// A small random generator (SplitMix64) whose sequence never changes between .NET versions, so that seeds in recipes stay valid.
/// Not thread-safe; not for secrets.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A generator for one named part of a run, independent of the others with the same seed.</summary>
    public static SeededRandom For(ulong seed, string part)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var letter in part) hash = (hash ^ letter) * 1099511628211UL;
        return new SeededRandom(Mix(seed + 0x9E3779B97F4A7C15UL) ^ hash);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits() => Mix(state += 0x9E3779B97F4A7C15UL);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer in [<paramref name="low"/>, <paramref name="high"/>], both included.</summary>
    public int Next(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(low, high);
        return low + (int)((UInt128)NextBits() * (ulong)(high - (long)low + 1) >> 64);
    }

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of the items, uniformly.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(0, items.Count - 1)];

    /// <summary>Standard normal.</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
