using System.Globalization;

namespace ExtraCot.SftData;

/// <summary>From cuts to whole sets: what a cut really is, which questions have every ratio, which of them are good.</summary>
internal static class BucketSteps
{
    /// <summary>Sorts cuts by their actual ratios.</summary>
    public static void AssignActualRatios(BuildContext build, StepCounter count)
    {
        build.Write(BuildContext.Rebucket, build.Items(BuildContext.Compress).Select(item =>
        {
            var kept = Rebucket.Assign(item.Cuts, build.Options.Compress.Tolerance);
            foreach (var cut in item.Cuts)
            {
                count.Read();
                if (Rebucket.Nearest(cut.ActualRatio, build.Options.Compress.Tolerance) is not { } ratio) count.Drop("between two ratios of the grid");
                else if (!kept.Any(pair => ReferenceEquals(pair.Cut, cut))) count.Drop("a nearer cut at the same ratio");
                else count.Add(string.Create(CultureInfo.InvariantCulture, $"asked for {cut.Ratio:0.0}, is {ratio:0.0}"));
            }
            count.Pass(kept.Count);
            return item with { Cuts = [.. kept.Select(pair => pair.Cut with { Ratio = pair.Ratio })] };
        }));
    }

    /// <summary>Keeps questions with a cut at every ratio, so that each is shown at each.</summary>
    public static void KeepWholeSets(BuildContext build, StepCounter count) => build.Write(BuildContext.Intersect, build.Items(BuildContext.Rebucket).Where(item =>
    {
        var missing = Rebucket.Grid.Where(ratio => item.Cuts.All(cut => cut.Ratio != ratio)).Select(ratio => ratio.ToString("0.0", CultureInfo.InvariantCulture)).ToList();
        return Keep(count, missing.Count == 0 ? null : $"no cut at {string.Join(", ", missing)}");
    }));

    /// <summary>Drops questions with a bad thought at any ratio.</summary>
    public static void DropBadSamples(BuildContext build, StepCounter count)
    {
        var filter = new QualityFilter(build.Options.Filter);
        build.Write(BuildContext.Filter, build.Items(BuildContext.Intersect).Chunk(BuildContext.Chunk).SelectMany(chunk =>
        {
            build.Cancellation.ThrowIfCancellationRequested();
            return chunk.AsParallel().AsOrdered().Select(item => (Item: item, Reason: filter.Reason([.. item.Cuts.Select(cut => (cut.Text, cut.Tokens)), (item.Thought, item.ThinkTokens)]))).ToList();
        }).Where(pair => Keep(count, pair.Reason)).Select(pair => pair.Item));
    }

    private static bool Keep(StepCounter count, string? reason)
    {
        count.Read();
        if (reason is null) count.Pass();
        else count.Drop(reason);
        return reason is null;
    }
}
