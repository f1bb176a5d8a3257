namespace ExtraCot.Nn.Generation;

/// <summary>The filters of the sampling chain, in place over one row of logits; a dropped token gets minus infinity.</summary>
internal static class LogitsFilters
{
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

    /// <summary>Drops the least likely tokens while their probabilities sum to at most 1 - p; one token always stays.</summary>
    private static void KeepTopP(Span<float> logits, float p)
    {
        var (kept, ids) = Candidates(logits);
        Array.Sort(kept, ids); // ascending
        var max = kept[^1];
        var total = 0f;
        foreach (var logit in kept) total += MathF.Exp(logit - max);
        var cumulative = 0f;
        for (var i = 0; i < kept.Length - 1; i++)
        {
            cumulative += MathF.Exp(kept[i] - max) / total;
            if (cumulative > 1 - p) break;
            logits[ids[i]] = float.NegativeInfinity;
        }
    }

    /// <summary>Drops tokens whose probability is below <paramref name="share"/> of the most likely one's.</summary>
    private static void KeepMinP(Span<float> logits, float share)
    {
        var max = float.NegativeInfinity;
        foreach (var logit in logits) max = MathF.Max(max, logit);
        foreach (ref var logit in logits)
            if (MathF.Exp(logit - max) < share) logit = float.NegativeInfinity;
    }

    private static (float[] Logits, int[] Ids) Candidates(ReadOnlySpan<float> logits)
    {
        var (kept, ids) = (new List<float>(), new List<int>());
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNegativeInfinity(logits[i])) continue;
            kept.Add(logits[i]);
            ids.Add(i);
        }
        return ([.. kept], [.. ids]);
    }
}
