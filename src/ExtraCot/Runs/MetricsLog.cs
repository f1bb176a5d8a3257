using System.Diagnostics;
using System.Text.Json;

namespace ExtraCot.Runs;

/// <summary>
/// The numbers of a run as they arise: one JSON object a line, <c>{"stage":"sft","step":10,"seconds":3.1,"values":{"loss":0.41}}</c>,
/// on disk at once. A number that JSON cannot hold (NaN, infinity) is written as null. Thread-safe.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Opens the file to append; a half line that a killed process left at its end is cut off.</summary>
    public MetricsLog(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutHalfLine(file);
    }

    /// <summary>Writes one line.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="step">The optimiser step, or what else the stage counts.</param>
    /// <param name="values">Names and values; units belong into the names.</param>
    public void Write(string stage, long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("stage", stage);
            json.WriteNumber("step", step);
            // Seconds since this process opened the log: a resumed run starts again at zero.
            json.WriteNumber("seconds", Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3));
            json.WriteStartObject("values");
            foreach (var (name, value) in values)
            {
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteNull(name);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (gate)
        {
            file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
            file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static void CutHalfLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
            end--;
        }
        file.SetLength(end);
        file.Position = end;
    }
}
