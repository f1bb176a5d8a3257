using System.Text;
using System.Text.Json;
using ExtraCot.Text;

namespace ExtraCot.Runs;

/// <summary>
/// Results that arrive in any order and survive the process: a file whose first line is the run's settings as JSON, then <c>key TAB line</c> as they come.
/// When all are there they are written out in the order of their keys, or in any other.
/// </summary>
public sealed class KeyedLog : IDisposable
{
    private readonly FileStream file;
    private readonly SortedDictionary<long, (long Start, int Length)> lines = [];

    private KeyedLog(FileStream file) => this.file = file;

    /// <value>Keys of the lines that are there.</value>
    public IReadOnlyCollection<long> Keys => lines.Keys;

    /// <summary>Begins a log, or goes on with the one that is there; half a line that a killed process left is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the lines depend on.</param>
    /// <param name="resume">False refuses a file that is there.</param>
    /// <exception cref="InputException">A file is there and may not be resumed, belongs to other settings, or another process writes it.</exception>
    public static KeyedLog Open(string path, IReadOnlyDictionary<string, string?> settings, bool resume)
    {
        if (File.Exists(path) && !resume) throw new InputException($"{path} holds a stopped run; --resume goes on with it, or delete it to start anew");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new InputException($"{path}: another process writes this file; wait for it, or choose another --out", taken);
        }
        var log = new KeyedLog(file);
        try
        {
            log.Begin(path, settings);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line, on disk at once.</summary>
    /// <param name="key">A key that is not there yet.</param>
    /// <param name="line">Text without line break.</param>
    public void Add(long key, string line)
    {
        var bytes = Encoding.UTF8.GetBytes($"{key}\t{line}\n");
        var prefix = bytes.AsSpan().IndexOf((byte)'\t') + 1;
        lines.Add(key, (file.Position + prefix, bytes.Length - prefix));
        file.Write(bytes);
        file.Flush();
    }

    /// <summary>Whether a line is there.</summary>
    public bool Has(long key) => lines.ContainsKey(key);

    /// <summary>Writes the lines in the order of their keys; the log stays.</summary>
    public void CopyTo(Stream output) => CopyTo(output, lines.Keys);

    /// <summary>Writes some lines in a given order; the log stays.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="order">Keys that are there.</param>
    public void CopyTo(Stream output, IEnumerable<long> order)
    {
        var end = file.Position;
        var buffer = Array.Empty<byte>();
        foreach (var key in order)
        {
            var (start, length) = lines[key];
            if (buffer.Length < length) buffer = new byte[2 * length];
            file.Position = start;
            file.ReadExactly(buffer, 0, length);
            output.Write(buffer, 0, length);
        }
        file.Position = end;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Begin(string path, IReadOnlyDictionary<string, string?> settings)
    {
        var end = Scan(path, settings);
        file.SetLength(end);
        file.Position = end;
        if (end > 0) return;
        file.Write(JsonSerializer.SerializeToUtf8Bytes(settings));
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    // The end of the last whole line.
    private long Scan(string path, IReadOnlyDictionary<string, string?> settings)
    {
        long end = 0;
        foreach (var line in Data.TextLines.Read(file, path))
        {
            if (end + line.Count == file.Length) break; // no line break behind it
            if (end == 0) Compare(path, line, settings);
            else if (line.AsSpan().IndexOf((byte)'\t') is > 0 and var tab && long.TryParse(line.AsSpan(0, tab), out var key)) lines[key] = (end + tab + 1, line.Count - tab);
            end += line.Count + 1;
        }
        return end;
    }

    private static void Compare(string path, ArraySegment<byte> header, IReadOnlyDictionary<string, string?> settings)
    {
        Dictionary<string, string?>? there;
        try
        {
            there = JsonSerializer.Deserialize<Dictionary<string, string?>>(header);
        }
        catch (JsonException)
        {
            there = null;
        }
        if (there is null) throw new InputException($"{path} is not a stopped run; move it away or choose another --out");
        var differences = there.Keys.Union(settings.Keys).Where(key => there.GetValueOrDefault(key) != settings.GetValueOrDefault(key))
            .Select(key => $"{key} ({there.GetValueOrDefault(key) ?? "absent"} there, {settings.GetValueOrDefault(key) ?? "absent"} now)").ToList();
        if (differences.Count > 0) throw new InputException($"{path} belongs to a run with other settings: {string.Join(", ", differences)}; choose another --out, or delete it to start anew");
    }
}
