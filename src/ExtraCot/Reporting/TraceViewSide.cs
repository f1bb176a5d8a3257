using System.Globalization;
using System.Text.Json;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Reporting;

/// <summary>What one file of a compressor or annotator says about traces.</summary>
internal sealed class TraceViewSide
{
    private readonly Dictionary<string, LabelledThought> labels = [];
    private readonly Dictionary<string, List<(double Ratio, List<int[]> Kept)>> cuts = [];

    private TraceViewSide(string name) => Name = name;

    public string Name { get; private set; }

    /// <summary>Reads a file of either form, told by its first line.</summary>
    public static TraceViewSide Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; give an output of 'extracot compress' or 'extracot annotate'");
        var side = new TraceViewSide(Path.GetFileNameWithoutExtension(path));
        if (File.ReadLines(path).FirstOrDefault() is not { } first) throw new InputException($"{path}: the file is empty");
        if (first.Contains("\"chunks\":", StringComparison.Ordinal))
        {
            foreach (var line in LabelFile.Read(path)) side.labels[line.Id.ToString()] = line;
            side.Name += $" ({side.labels.Values.First().Annotator})";
            return side;
        }
        var number = 0;
        foreach (var line in File.ReadLines(path)) side.AddCuts(line, $"{path}:{++number}");
        return side;
    }

    /// <summary>Scores or kept sets of a trace's units; null where the file does not know the trace.</summary>
    public object? Of(Trace trace, IReadOnlyList<Unit> units)
    {
        var id = trace.Id.ToString();
        if (labels.TryGetValue(id, out var label) && label.Thought == trace.Thought)
        {
            var scores = label.UnitScores(units);
            var marks = label.Marks(units);
            return new
            {
                Scores = scores.All(score => score is null) ? null : scores.Select(score => score ?? 0),
                Kept = string.Concat(marks.Select(mark => mark switch { true => '1', false => '0', null => '?' })),
            };
        }
        if (!cuts.TryGetValue(id, out var sets)) return null;
        return new
        {
            Ratios = sets.Select(set => set.Ratio),
            Sets = sets.Select(set => string.Concat(units.Select(unit => Holds(set.Kept, unit.End - 1) ? '1' : '0'))),
        };
    }

    private static bool Holds(List<int[]> ranges, int at) => ranges.Exists(range => range[0] <= at && at < range[1]);

    private void AddCuts(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            cuts[root.GetProperty("id").ToString()] = root.GetProperty("ratios").EnumerateObject()
                .Select(cut => (double.Parse(cut.Name, CultureInfo.InvariantCulture), cut.Value.GetProperty("kept").EnumerateArray().Select(range => new[] { range[0].GetInt32(), range[1].GetInt32() }).ToList()))
                .OrderBy(cut => cut.Item1).ToList();
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InputException($"{place}: neither a line of 'extracot compress' nor one of 'extracot annotate': {broken.Message.Split('\n')[0]}", broken);
        }
    }
}
