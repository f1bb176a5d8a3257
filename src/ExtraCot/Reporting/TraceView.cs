using System.Text.Json;
using System.Text.Json.Serialization;
using ExtraCot.Compression;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Reporting;

/// <summary>
/// One page that shows what compressors and annotators keep of thoughts: units coloured by score, the dropped ones struck through, the ratio by slider,
/// two side by side. Reads the files of <c>extracot compress</c> and <c>extracot annotate</c>.
/// </summary>
public static class TraceView
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="traces">The traces, as <see cref="TraceFile"/> reads them.</param>
    /// <param name="files">One or more outputs of compressors or annotators over these traces; matched by id.</param>
    /// <param name="path">The HTML file.</param>
    /// <param name="most">Traces shown at most, from the first.</param>
    /// <returns>Traces shown.</returns>
    /// <exception cref="InputException">A file is missing or of another form, or no trace is in all of them.</exception>
    public static int Write(string traces, IReadOnlyList<string> files, string path, int most)
    {
        var sides = files.Select(TraceViewSide.Read).ToList();
        var shown = new List<object>();
        foreach (var trace in TraceFile.Read(traces).Select(line => line.Trace).OfType<Trace>())
        {
            if (shown.Count == most) break;
            var units = UnitDetector.Detect(trace.Thought);
            var views = sides.ConvertAll(side => side.Of(trace, units));
            if (views.Contains(null)) continue;
            shown.Add(new
            {
                id = trace.Id.ToString(),
                trace.Question,
                text = trace.Thought,
                ends = units.Select(unit => unit.End),
                formula = string.Concat(units.Select(unit => unit.Kind is UnitKind.Formula or UnitKind.Equation ? '1' : '0')),
                views,
            });
        }
        if (shown.Count == 0) throw new InputException($"{traces}: none of its traces is in {string.Join(" and ", files)}; give the file that they were made of");
        var page = TraceViewPage.Render(JsonSerializer.Serialize(new { names = sides.Select(side => side.Name), traces = shown }, Json), shown.Count);
        AtomicFile.WriteText(path, writer => writer.Write(page));
        return shown.Count;
    }
}
