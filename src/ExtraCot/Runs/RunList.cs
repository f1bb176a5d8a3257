using ExtraCot.Text;

namespace ExtraCot.Runs;

/// <summary>The runs in a folder.</summary>
public static class RunList
{
    // The file that a finished run of each kind has.
    private static readonly (string File, string Kind)[] Results =
        [("summary.json", "quickstart"), ("metrics.json", "evaluation"), ("latency.json", "latency"), ("model.safetensors", "model")];

    /// <summary>The runs, the latest first; folders that hold no run are passed over.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<RunEntry> Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such folder; name the one that holds your runs with --in");
        return [.. Directory.EnumerateDirectories(folder).Where(path => File.Exists(Path.Combine(path, RunFolder.OptionsName))).Select(Entry).OrderByDescending(run => run.Changed).ThenBy(run => run.Folder, StringComparer.Ordinal)];
    }

    /// <summary>Those to delete: never one that is being worked on.</summary>
    /// <param name="runs">All runs.</param>
    /// <param name="unfinished">Only those without a result.</param>
    /// <param name="days">Only those unchanged for so long; null for any.</param>
    /// <param name="now">The time (UTC).</param>
    /// <exception cref="InputException">Neither condition was given.</exception>
    public static IReadOnlyList<RunEntry> Choose(IReadOnlyList<RunEntry> runs, bool unfinished, int? days, DateTime now)
    {
        if (!unfinished && days is null) throw new InputException("nothing says which runs to delete; give --unfinished or --older-than DAYS");
        return [.. runs.Where(run => !run.Busy && !(unfinished && run.Finished) && !(days is { } age && now - run.Changed < TimeSpan.FromDays(age)))];
    }

    private static RunEntry Entry(string path)
    {
        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var kind = Results.FirstOrDefault(result => File.Exists(Path.Combine(path, result.File))).Kind;
        return new(path, kind ?? "run", kind is not null, RunFolder.IsHeld(path), files.Max(file => file.LastWriteTimeUtc), files.Sum(file => file.Length));
    }
}
