namespace ExtraCot.Nn.Training;

/// <summary>Learning rates by step.</summary>
public static class LearningRateSchedule
{
    /// <summary>Linear warm-up from 0, then half a cosine down to 0 (transformers' <c>get_cosine_schedule_with_warmup</c>).</summary>
    /// <returns>Factor of the peak rate, 0 … 1.</returns>
    public static double Cosine(long step, long warmup, long total) =>
        step < warmup ? (double)step / Math.Max(1, warmup)
        : Math.Max(0, .5 * (1 + Math.Cos(Math.PI * (step - warmup) / Math.Max(1, total - warmup))));

    /// <summary>Linear warm-up that starts above 0, then linear decay to <paramref name="floor"/>.</summary>
    /// <returns>Factor of the peak rate, 0 … 1.</returns>
    public static double Linear(long step, long warmup, long total, double floor) =>
        Math.Min(1, (step + 1.0) / Math.Max(1, warmup)) * Math.Max(floor, 1 - (double)step / total);

    /// <summary>Linear warm-up, constant up to a share of the steps, then linear decay to <paramref name="floor"/>.</summary>
    /// <returns>Factor of the peak rate, 0 … 1.</returns>
    public static double ConstantThenLinear(long step, long warmup, long total, double constantShare, double floor)
    {
        var done = (double)step / total;
        return Math.Min(1, (step + 1.0) / Math.Max(1, warmup)) * (done < constantShare ? 1 : Math.Max(floor, (1 - done) / (1 - constantShare)));
    }
}
