using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Generation;

/// <summary>Chooses a token from one row of logits. Holds scratch space only: one per thread.</summary>
/// <param name="vocabularySize">Number of logits.</param>
internal sealed class Sampler(int vocabularySize)
{
    private readonly float[] source = new float[vocabularySize];
    private readonly float[] work = new float[vocabularySize];

    /// <summary>The sequence's next token, with log-probabilities where the options ask for them.</summary>
    internal ChosenToken Choose(ReadOnlySpan<float> logits, Sequence sequence)
    {
        var options = sequence.Request.Options;
        if (sequence.Count == 0 && options.AllowedFirstTokens.Count > 0) logits = Mask(logits, options.AllowedFirstTokens);
        var token = sequence.Count < sequence.Forced.Count ? sequence.Forced[sequence.Count] : Pick(logits, sequence);
        if (!options.ReturnsLogProbabilities) return new(token, 0f, []);
        var total = LogSumExp(logits);
        return new(token, logits[token] - total, Best(logits, options.TopLogProbabilities, total));
    }

    /// <summary>What the choice comes down to where it needs nothing but a temperature and no more than its own log-probability; else null.</summary>
    internal static Draw? AsDraw(Sequence sequence)
    {
        var options = sequence.Request.Options;
        var plain = options is { TopK: 0, TopP: 1, MinP: 0, RepetitionPenalty: 1, TopLogProbabilities: 0 }
            && sequence.Count >= sequence.Forced.Count && (sequence.Count > 0 || options.AllowedFirstTokens.Count == 0);
        return plain ? new Draw(options.Temperature, options.Temperature == 0 ? 0 : RandomStream.Uniform(options.Seed, sequence.Sample, sequence.Count)) : null;
    }

    /// <summary>The most likely tokens, best first; of equals the lower id.</summary>
    private static TokenLogProbability[] Best(ReadOnlySpan<float> logits, int count, float total)
    {
        var best = new TokenLogProbability[Math.Min(count, logits.Length)];
        var found = 0;
        for (var id = 0; id < logits.Length && best.Length > 0; id++)
        {
            var value = logits[id] - total;
            if (found == best.Length && value <= best[^1].LogProbability) continue;
            var at = found < best.Length ? found++ : found - 1;
            for (; at > 0 && best[at - 1].LogProbability < value; at--) best[at] = best[at - 1];
            best[at] = new(id, value);
        }
        return best;
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
