using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Writes the units of traces for inspection, one line of JSON for each unit.</summary>
public static class UnitLines
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes <c>{"id":…,"kind":"Formula","start":…,"end":…,"codePointStart":…,"codePointEnd":…,"sentence":…,"step":…,"text":…}</c> for each unit of
    /// each trace; <c>start</c> and <c>end</c> are UTF-16 offsets into the thought.
    /// </summary>
    /// <param name="input">JSON lines as <see cref="TraceFile"/> reads them.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="complain">Gets one line for each input line that cannot be used.</param>
    /// <param name="cancellation">Stops between traces.</param>
    /// <exception cref="InputException">The file is missing or is not text, or some of its lines could not be used.</exception>
    public static void Write(string input, TextWriter output, Action<string> complain, CancellationToken cancellation = default)
    {
        var bad = 0;
        foreach (var line in TraceFile.Read(input))
        {
            cancellation.ThrowIfCancellationRequested();
            if (line.Trace is { } trace) Write(trace, output);
            else
            {
                bad++;
                complain(line.Error!);
            }
        }
        if (bad > 0) throw new InputException($"{input}: {bad} lines could not be used; they are named above");
    }

    private static void Write(Trace trace, TextWriter output)
    {
        var codePoint = 0;
        foreach (var unit in UnitDetector.Detect(trace.Thought))
        {
            var text = trace.Thought[unit.Start..unit.End];
            var codePointEnd = codePoint + text.Length - text.Where((c, i) => char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])).Count();
            output.WriteLine(JsonSerializer.Serialize(new
            {
                id = trace.Id,
                kind = unit.Kind.ToString(),
                start = unit.Start,
                end = unit.End,
                codePointStart = codePoint,
                codePointEnd,
                sentence = unit.Sentence,
                step = unit.Step,
                text,
            }, Plain));
            codePoint = codePointEnd;
        }
    }
}
