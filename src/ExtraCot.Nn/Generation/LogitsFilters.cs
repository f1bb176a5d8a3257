using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Generation;

/// <summary>The filters of the sampling chain, in place over one row of logits; a dropped token gets minus infinity.</summary>
internal static class LogitsFilters
{
    private const int Slices = 2048;
    private const float SlicesPerUnit = 64; // the last slice begins 32 below the largest logit, at 1e-14 of its probability
    private const int Chunk = 1024; // whole vectors

    /// <summary>The whole chain, in the order of transformers.</summary>
    /// <param name="logits">As the model gave them.</param>
    /// <param name="history">Token ids of prompt and answer; asked for only where repetition is penalised.</param>
    /// <param name="options">Which filters to apply; at temperature 0 only the penalty, which alone can change the largest.</param>
    /// <param name="filtered">Receives the result.</param>
    internal static void Apply(ReadOnlySpan<float> logits, IEnumerable<int> history, SamplingOptions options, Span<float> filtered)
    {
        logits.CopyTo(filtered);
        if (options.RepetitionPenalty != 1f) PenalizeRepetition(filtered, logits, history, options.RepetitionPenalty);
        if (options.Temperature == 0) return;
        if (options.Temperature != 1f) ApplyTemperature(filtered, options.Temperature);
        if (options.TopK > 0) KeepTopK(filtered, options.TopK);
        if (options.TopP < 1f) KeepTopP(filtered, options.TopP);
        if (options.MinP > 0f) KeepMinP(filtered, options.MinP);
    }

    /// <summary>Tokens of the history become less likely, each once however often it occurs.</summary>
    /// <param name="logits">Changed in place.</param>
    /// <param name="original">The same logits before any change.</param>
    /// <param name="history">Token ids of prompt or answer.</param>
    /// <param name="penalty">Above 1 discourages repetition.</param>
    private static void PenalizeRepetition(Span<float> logits, ReadOnlySpan<float> original, IEnumerable<int> history, float penalty)
    {
        foreach (var id in history) logits[id] = original[id] < 0 ? original[id] * penalty : original[id] / penalty;
    }

    private static void ApplyTemperature(Span<float> logits, float temperature)
    {
        for (var i = 0; i < logits.Length; i++) logits[i] /= temperature;
    }

    /// <summary>Keeps the k largest and those equal to the k-th.</summary>
    private static void KeepTopK(Span<float> logits, int k)
    {
        if (k >= logits.Length) return;
        var largest = new float[k]; // descending
        largest.AsSpan().Fill(float.NegativeInfinity);
        foreach (var logit in logits)
        {
            if (!(logit > largest[^1])) continue;
            var at = k - 1;
            for (; at > 0 && largest[at - 1] < logit; at--) largest[at] = largest[at - 1];
            largest[at] = logit;
        }
        foreach (ref var logit in logits)
            if (logit < largest[^1]) logit = float.NegativeInfinity;
    }

    /// <summary>
    /// Keeps the most likely tokens until their probabilities reach p, of equal ones those with the higher ids; one always stays. The vocabulary is not
    /// sorted: tokens are counted into slices of equal width below the largest logit, and only those of the slice in which p is reached are put in order.
    /// </summary>
    private static void KeepTopP(Span<float> logits, float p)
    {
        var max = VectorMath.Max(logits);
        Span<double> masses = stackalloc double[Slices];
        masses.Clear();
        Span<float> weights = stackalloc float[Chunk];
        for (var start = 0; start < logits.Length; start += Chunk)
        {
            var part = logits[start..Math.Min(start + Chunk, logits.Length)];
            VectorMath.ExpShifted(part, max, weights);
            for (var i = 0; i < part.Length; i++) masses[SliceOf(part[i], max)] += weights[i];
        }
        var wanted = 0.0;
        foreach (var mass in masses) wanted += p * mass;
        var (slice, above) = (0, 0.0); // probability, times the total, of the slices above
        while (slice < Slices - 1 && above + masses[slice] < wanted) above += masses[slice++];

        var undecided = new List<(float Logit, int Id)>();
        for (var id = 0; id < logits.Length; id++)
        {
            var own = SliceOf(logits[id], max);
            if (own == slice) undecided.Add((logits[id], id));
            else if (own > slice) logits[id] = float.NegativeInfinity;
        }
        undecided.Sort((a, b) => b.CompareTo(a));
        foreach (var (logit, id) in undecided)
        {
            if (above >= wanted) logits[id] = float.NegativeInfinity;
            above += Math.Exp(logit - max);
        }
    }

    private static int SliceOf(float logit, float max) => (int)Math.Min((max - logit) * SlicesPerUnit, Slices - 1f);

    /// <summary>Drops tokens whose probability is below <paramref name="share"/> of the most likely one's.</summary>
    private static void KeepMinP(Span<float> logits, float share)
    {
        var max = float.NegativeInfinity;
        foreach (var logit in logits) max = MathF.Max(max, logit);
        foreach (ref var logit in logits)
            if (MathF.Exp(logit - max) < share) logit = float.NegativeInfinity;
    }
}
