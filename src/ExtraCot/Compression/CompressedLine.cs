using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Compression;

/// <summary>A compressed trace as a line of JSON.</summary>
internal static class CompressedLine
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"id":…,"question":…,"cotTokens":…,"ratios":{"0.2":{"text":…,"tokens":…,"actualRatio":…,"kept":[[start,end],…]},…}}</c>; a ratio that was missed has a "note".</summary>
    public static ReadOnlyMemory<byte> Write(Trace trace, int tokens, IReadOnlyList<ThoughtAtRatio> cuts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            trace.Id.WriteTo(json);
            json.WriteString("question", trace.Question);
            json.WriteNumber("cotTokens", tokens);
            json.WriteStartObject("ratios");
            foreach (var cut in cuts) Write(json, cut);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ThoughtAtRatio cut)
    {
        json.WriteStartObject(cut.Ratio.ToString("0.0#####", CultureInfo.InvariantCulture));
        json.WriteString("text", cut.Text);
        json.WriteNumber("tokens", cut.Tokens);
        json.WriteNumber("actualRatio", Math.Round(cut.ActualRatio, 6));
        json.WriteStartArray("kept");
        foreach (var (start, end) in cut.Kept)
        {
            json.WriteStartArray();
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        if (cut.Note is { } note) json.WriteString("note", note);
        json.WriteEndObject();
    }
}
