namespace ExtraCot.Nn.Generation;

/// <summary>Random numbers by counter: no state, so a number depends on its key alone and not on the order of drawing.</summary>
internal static class RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15; // 2^64 / golden ratio, SplitMix64's increment

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    internal static double Uniform(ulong seed, int sample, int position)
    {
        var key = Mix(seed + Golden);
        key = Mix(key + (ulong)(uint)sample * Golden + 1);
        key = Mix(key + (ulong)(uint)position * Golden + 1);
        return (key >> 11) * (1.0 / (1UL << 53));
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
