using System.Text.Json;
using ExtraCot.Text;

namespace ExtraCot.Compression;

/// <summary>
/// Reads traces from JSON lines, one line in memory at a time. The question is the first of <c>question, query, problem, prompt</c> or the user's
/// message in <c>messages</c>; the thought is in the first of <c>response, output, model_output, cot, solution</c> or the assistant's message.
/// </summary>
public static class TraceFile
{
    private const int LongestLine = 1 << 28; // bytes

    private static readonly string[] QuestionNames = ["question", "query", "problem", "prompt"];
    private static readonly string[] ResponseNames = ["response", "output", "model_output", "cot", "solution"];

    /// <summary>The lines in order; blank ones are passed over. A line that cannot be used comes with its reason.</summary>
    /// <exception cref="InputException">There is no such file, or it is not text.</exception>
    public static IEnumerable<TraceLine> Read(string path)
    {
        using var file = Open(path);
        var number = 0;
        long end = 0;
        foreach (var line in Lines(file, path))
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

    private static FileStream Open(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; give a file of JSON lines with --in");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
    }

    private static IEnumerable<ArraySegment<byte>> Lines(FileStream file, string path)
    {
        var buffer = new byte[1 << 16];
        var (start, filled) = (0, 0);
        while (true)
        {
            var searched = start;
            int newline;
            while ((newline = buffer.AsSpan(searched..filled).IndexOf((byte)'\n')) < 0)
            {
                searched = filled - start;
                buffer.AsSpan(start..filled).CopyTo(buffer);
                (start, filled) = (0, filled - start);
                if (filled == LongestLine) throw new InputException($"{path}: a line is longer than {LongestLine >> 20} MB; expected JSON lines, one trace a line");
                if (filled == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * buffer.Length, LongestLine));
                var read = file.Read(buffer, filled, buffer.Length - filled);
                if (read == 0)
                {
                    if (filled > 0) yield return new(buffer, 0, filled);
                    yield break;
                }
                if (buffer.AsSpan(filled, read).Contains((byte)0)) throw new InputException($"{path}: this is not a text file; expected JSON lines in UTF-8");
                filled += read;
            }
            var end = searched + newline;
            yield return new(buffer, start, end - start);
            start = end + 1;
        }
    }

    private static Trace Parse(ArraySegment<byte> line, int number)
    {
        using var document = JsonDocument.Parse(line.AsMemory());
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException($"expected a JSON object, found {root.ValueKind}");
        var question = First(root, QuestionNames) ?? Message(root, "user") ?? "";
        var response = First(root, ResponseNames) ?? Message(root, "assistant")
            ?? throw new FormatException($"no chain of thought: expected one of {string.Join(", ", ResponseNames)} or messages, found {string.Join(", ", root.EnumerateObject().Select(p => p.Name).Take(8))}");
        var source = root.Clone(); // the document's memory is the reader's buffer
        var id = source.TryGetProperty("id", out var given) && given.ValueKind is JsonValueKind.String or JsonValueKind.Number ? given : JsonSerializer.SerializeToElement(number);
        return new Trace(id, question, ThoughtOf(response), source);
    }

    private static string? First(JsonElement root, string[] names)
    {
        foreach (var name in names)
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return Text(value, name);
        return null;
    }

    private static string? Message(JsonElement root, string role)
    {
        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array) return null;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var who) || who.ValueKind != JsonValueKind.String || who.GetString() != role) continue;
            if (message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String) return Text(content, "messages");
        }
        return null;
    }

    private static string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"'{name}' has half a surrogate pair or bytes that are not UTF-8; mend the text or leave the line out");
        }
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
