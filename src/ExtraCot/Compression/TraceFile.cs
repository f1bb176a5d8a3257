using System.Text.Json;
using ExtraCot.Data;
using ExtraCot.Text;

namespace ExtraCot.Compression;

/// <summary>
/// Reads traces from JSON lines, one line in memory at a time. The question is the first of <c>question, query, problem, prompt</c> or the user's
/// message in <c>messages</c>; the thought is in the first of <c>response, output, model_output, cot, solution</c> or the assistant's message.
/// </summary>
public static class TraceFile
{
    private static readonly string[] ResponseNames = ["response", "output", "model_output", "cot", "solution"];

    /// <summary>The lines in order; blank ones are passed over. A line that cannot be used comes with its reason.</summary>
    /// <exception cref="InputException">There is no such file, or it is not text.</exception>
    public static IEnumerable<TraceLine> Read(string path)
    {
        var number = 0;
        long end = 0;
        foreach (var line in TextLines.Read(path))
        {
            number++;
            end += line.Count + 1;
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty) continue;
            TraceLine result;
            try
            {
                result = new(number, end, Parse(line, number), null);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
            {
                result = new(number, end, null, $"{path}:{number}: {exception.Message.Split('\n', '\r')[0]}");
            }
            yield return result;
        }
    }

    private static Trace Parse(ArraySegment<byte> line, int number)
    {
        using var document = JsonDocument.Parse(line.AsMemory());
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException($"expected a JSON object, found {root.ValueKind}");
        var question = JsonFields.First(root, JsonFields.Question) ?? JsonFields.Message(root, "user") ?? "";
        var response = JsonFields.First(root, ResponseNames) ?? JsonFields.Message(root, "assistant")
            ?? throw new FormatException($"no chain of thought: expected one of {string.Join(", ", ResponseNames)} or messages, found {string.Join(", ", root.EnumerateObject().Select(p => p.Name).Take(8))}");
        var source = root.Clone(); // the document's memory is the reader's buffer
        return new Trace(Id(source, number), question, ThoughtOf(response), source);
    }

    private static JsonElement Id(JsonElement root, int number)
    {
        if (!root.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return JsonSerializer.SerializeToElement(number);
        if (id.ValueKind == JsonValueKind.String) JsonFields.Text(id, "id"); // half a surrogate pair could not be written again
        return id;
    }

    private static string ThoughtOf(string response)
    {
        const string Open = "<think>", Close = "</think>";
        var start = response.IndexOf(Open, StringComparison.OrdinalIgnoreCase);
        start = start < 0 ? 0 : start + Open.Length;
        var end = response.IndexOf(Close, start, StringComparison.OrdinalIgnoreCase);
        if (end < 0 && start > 0) throw new FormatException("<think> is not closed; the thought was cut off");
        var thought = response[start..(end < 0 ? response.Length : end)].Trim();
        return thought.Length > 0 ? thought : throw new FormatException("the chain of thought is empty");
    }
}
