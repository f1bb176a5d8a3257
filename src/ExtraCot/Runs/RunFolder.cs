using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Runs;

/// <summary>
/// The output folder of one run: <c>options.yaml</c> (the effective options), <c>metrics.jsonl</c>, the stages' outputs and
/// <c>done/&lt;stage&gt;.json</c> for each finished stage, which is how a resumed run knows what to skip. One process at a time.
/// </summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>The file of effective options.</summary>
    public const string OptionsName = "options.yaml";

    private const string LockName = ".lock", Parts = "parts";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly FileStream held;
    private readonly Dictionary<string, StageRecord> records = [];
    private bool redo;

    private RunFolder(string path, FileStream held)
    {
        (FullPath, this.held) = (path, held);
        Directory.CreateDirectory(PathOf("done"));
        Metrics = new MetricsLog(PathOf("metrics.jsonl"));
    }

    /// <value>The folder's full path.</value>
    public string FullPath { get; }

    /// <value>The run's numbers as they arise.</value>
    public MetricsLog Metrics { get; }

    /// <value>Seconds of each stage finished so far, skipped ones included, in the order of the run.</value>
    public IReadOnlyDictionary<string, double> StageSeconds => records.ToDictionary(row => row.Key, row => row.Value.Seconds);

    /// <summary>Opens a new run, or with <paramref name="resume"/> goes on with the one that is there.</summary>
    /// <param name="path">The folder; made where missing.</param>
    /// <param name="options">The effective options, which must be those of the run to resume.</param>
    /// <param name="resume">True to go on with an unfinished run of the same options.</param>
    /// <exception cref="InputException">The folder holds another run or other files, there is nothing to resume, or another process works there.</exception>
    public static RunFolder Open<T>(string path, T options, bool resume) where T : class, new()
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path)) throw new InputException($"{path} is a file; give --out the name of a folder.");
        var saved = Path.Combine(path, OptionsName);
        var exists = File.Exists(saved);
        if (resume && !exists) throw new InputException($"{path}: no run to resume there; check --out, or leave --resume away to start one.");
        if (!exists && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(IsForeign))
            throw new InputException($"{path} holds files that are no run; choose another --out.");
        if (exists) RefuseOtherRun(path, OptionsFile.Load<T>(saved), options, resume);
        Directory.CreateDirectory(path);
        var held = Hold(path);
        try
        {
            if (!exists) OptionsFile.Save(options, saved);
            return new RunFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The full path of a file of this run.</summary>
    /// <param name="name">Relative to the folder, with forward slashes.</param>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>
    /// Where a stage keeps what it has made so far, so that a resumed one goes on from there. When a stage ends all parts are deleted:
    /// what a stage finds is its own, made from the inputs that are still there.
    /// </summary>
    /// <param name="name">A name that fits a file.</param>
    public string PartOf(string name) => Path.Combine(PathOf(Parts), name);

    /// <summary>
    /// Runs a stage, or skips it where an earlier pass finished it and its outputs are still there. Once one stage has run, every
    /// later one runs too, because its input is new.
    /// </summary>
    /// <param name="name">A name that fits a file.</param>
    /// <param name="outputs">The files the stage makes, relative to the folder; the next stages read nothing else of it.</param>
    /// <param name="work">The stage.</param>
    /// <returns>False when the stage was skipped.</returns>
    public bool Stage(string name, IReadOnlyList<string> outputs, Action work)
    {
        var marker = PathOf($"done/{name}.json");
        if (!redo && Finished(marker) is { } earlier)
        {
            records[name] = earlier;
            return false;
        }
        redo = true;
        if (File.Exists(marker)) File.Delete(marker); // File.Delete throws where even the folder is missing
        var start = Stopwatch.GetTimestamp();
        work();
        var sizes = outputs.ToDictionary(output => output, output => new FileInfo(PathOf(output)).Length);
        var record = new StageRecord(name, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3), sizes);
        AtomicFile.Write(marker, stream => JsonSerializer.Serialize(stream, record, Json));
        if (Directory.Exists(PathOf(Parts))) Directory.Delete(PathOf(Parts), recursive: true);
        records[name] = record;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Metrics.Dispose();
        held.Dispose();
    }

    private StageRecord? Finished(string marker)
    {
        if (!File.Exists(marker)) return null;
        var record = JsonSerializer.Deserialize<StageRecord>(File.ReadAllBytes(marker), Json)!;
        var whole = record.Outputs.All(output => new FileInfo(PathOf(output.Key)) is { Exists: true } file && file.Length == output.Value);
        return whole ? record : null;
    }

    private static void RefuseOtherRun<T>(string path, T saved, T options, bool resume) where T : class
    {
        var differences = OptionsFile.Differences(saved, options).Select(row => $"{row.Key} ({row.Left ?? "absent"} there, {row.Right ?? "absent"} now)").ToList();
        if (differences.Count > 0)
        {
            var advice = resume ? "resume it with its own options or choose another --out" : "choose another --out, or give it its own options and --resume";
            throw new InputException($"{path} holds a run with other options: {string.Join(", ", differences)}; {advice}.");
        }
        if (!resume) throw new InputException($"{path} already holds this run; --resume goes on with it, or choose another --out.");
    }

    // A process killed while it began a run leaves these.
    private static bool IsForeign(string entry) =>
        Path.GetFileName(entry) is var name && name != LockName && !name.StartsWith($".{OptionsName}.", StringComparison.Ordinal);

    /// <summary>Whether a process is working on a run.</summary>
    internal static bool IsHeld(string path)
    {
        try
        {
            var held = Path.Combine(path, LockName);
            if (!File.Exists(held)) return false;
            using var probe = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false; // left by a process that was killed
        }
        catch (IOException)
        {
            return true;
        }
    }

    // The lock lives as long as the process, whatever ends it.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException taken) when (File.Exists(Path.Combine(path, LockName)))
        {
            throw new InputException($"{path}: another process is working on this run; wait for it, or choose another --out.", taken);
        }
    }
}
