using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Generation;

/// <summary>Chooses a token from one row of logits. Holds scratch space only: one per thread.</summary>
/// <param name="vocabularySize">Number of logits.</param>
internal sealed class Sampler(int vocabularySize)
{
    private readonly float[] source = new float[vocabularySize];
    private readonly float[] work = new float[vocabularySize];

    /// <summary>The sequence's next token and its log-probability (0 unless the options ask for it).</summary>
    internal (int Token, float LogProbability) Choose(ReadOnlySpan<float> logits, Sequence sequence)
    {
        var options = sequence.Request.Options;
        if (sequence.Count == 0 && options.AllowedFirstTokens.Count > 0) logits = Mask(logits, options.AllowedFirstTokens);
        var token = sequence.Count < options.ForcedTokens.Count ? options.ForcedTokens[sequence.Count] : Pick(logits, sequence);
        return (token, options.LogProbabilities ? logits[token] - LogSumExp(logits) : 0f);
    }

    private int Pick(ReadOnlySpan<float> logits, Sequence sequence)
    {
        var options = sequence.Request.Options;
        if (options is { Temperature: 0, RepetitionPenalty: 1 }) return VectorMath.ArgMax(logits);
        LogitsFilters.Apply(logits, sequence.History, options, work);
        if (options.Temperature == 0) return VectorMath.ArgMax(work);
        return Draw(RandomStream.Uniform(options.Seed, sequence.Sample, sequence.Count));
    }

    /// <summary>Inverts the cumulative distribution of the filtered logits at <paramref name="uniform"/>.</summary>
    private int Draw(double uniform)
    {
        VectorMath.ExpShifted(work, VectorMath.Max(work), work);
        var total = 0.0;
        foreach (var weight in work) total += weight;
        var rest = uniform * total;
        var last = 0;
        for (var i = 0; i < work.Length; i++)
        {
            if (work[i] == 0) continue;
            rest -= work[i];
            last = i;
            if (rest < 0) break;
        }
        return last;
    }

    private float LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = VectorMath.Max(logits);
        VectorMath.ExpShifted(logits, max, work);
        var total = 0.0;
        foreach (var weight in work) total += weight;
        return max + (float)Math.Log(total);
    }

    private ReadOnlySpan<float> Mask(ReadOnlySpan<float> logits, IReadOnlyList<int> allowed)
    {
        source.AsSpan().Fill(float.NegativeInfinity);
        foreach (var id in allowed) source[id] = logits[id];
        return source;
    }
}
