using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Compression;

/// <summary>A compressed trace as a line of JSON.</summary>
internal static class CompressedLine
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line or lines of a trace, lines separated by <see cref="PartialOutput.Separator"/>.</summary>
    public static ReadOnlyMemory<byte> Write(Trace trace, CompressedThoughts thought, CompressedFormat format)
    {
        if (format == CompressedFormat.Ranges) return Write(trace, thought.Tokens, thought.Ratios);
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var cut in thought.Ratios)
        {
            if (buffer.WrittenCount > 0) buffer.Write([PartialOutput.Separator]);
            WriteRow(buffer, trace, thought.Tokens, cut, withAchieved: format == CompressedFormat.Reference);
        }
        return buffer.WrittenMemory;
    }

    /// <summary><c>{"id":…,"question":…,"cotTokens":…,"ratios":{"0.2":{"text":…,"tokens":…,"actualRatio":…,"kept":[[start,end],…]},…}}</c>; a ratio that was missed has a "note".</summary>
    private static ReadOnlyMemory<byte> Write(Trace trace, int tokens, IReadOnlyList<ThoughtAtRatio> cuts)
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

    // The rows of the reference's and TokenSkip's compression scripts; both write a file for each ratio, here the field "ratio" tells them apart.
    private static void WriteRow(ArrayBufferWriter<byte> buffer, Trace trace, int tokens, ThoughtAtRatio cut, bool withAchieved)
    {
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        if (withAchieved)
        {
            json.WritePropertyName("id");
            trace.Id.WriteTo(json);
        }
        json.WriteString("question", trace.Question);
        json.WriteString("input", trace.Text("input", "prompt") ?? trace.Question);
        json.WriteString("output", trace.Text("model_output", "output", "response") ?? trace.Thought);
        Copy(json, trace, "answer", "answer", "gold");
        Copy(json, trace, "model_answer", "prediction", "model_answer");
        Copy(json, trace, "is_correct", "accuracy", "is_correct", "correct");
        json.WriteString("cot", trace.Thought);
        json.WriteString("compressed_cot", cut.Text);
        json.WriteNumber("original_cot_tokens", tokens);
        json.WriteNumber("compressed_cot_tokens", cut.Tokens);
        json.WriteNumber("compression_rate", Math.Round(cut.ActualRatio, 6));
        if (withAchieved)
        {
            json.WriteNumber("original_cot_chars", trace.Thought.Length);
            json.WriteNumber("compressed_cot_chars", cut.Text.Length);
            json.WriteNumber("achieved_keep_ratio_token", Math.Round(cut.ActualRatio, 6));
            json.WriteNumber("achieved_keep_ratio_char", Math.Round(cut.Text.Length / (double)Math.Max(1, trace.Thought.Length), 6));
        }
        json.WriteNumber("ratio", cut.Ratio);
        if (cut.Note is { } note) json.WriteString("note", note);
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, Trace trace, string name, params ReadOnlySpan<string> sources)
    {
        json.WritePropertyName(name);
        foreach (var source in sources)
        {
            if (!trace.Source.TryGetProperty(source, out var value)) continue;
            value.WriteTo(json);
            return;
        }
        json.WriteNullValue();
    }
}
