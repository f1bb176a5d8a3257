using System.Text.Json;
using ExtraCot.Text;

namespace ExtraCot.Data;

/// <summary>The objects of a JSON file: one a line (<c>.jsonl</c>), or the items of one array (<c>.json</c>).</summary>
internal static class JsonRows
{
    /// <summary>The rows in order, each with its place for messages: <c>FILE:LINE</c>, or <c>FILE[INDEX]</c> in an array.</summary>
    /// <exception cref="InputException">There is no such file, or it holds something else.</exception>
    public static IEnumerable<(string Place, JsonElement Row)> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        return IsArray(path) ? Items(path) : Lines(path);
    }

    /// <summary>The text of a field: a string, or a number as it is written.</summary>
    /// <param name="row">The row.</param>
    /// <param name="names">Names under which the field is known; the first that is there counts.</param>
    /// <returns>Null where there is none, or its value is null.</returns>
    public static string? Text(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!row.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) return value.GetRawText();
        }
        return null;
    }

    /// <summary>The field names of a row, for messages.</summary>
    public static string Names(JsonElement row) => string.Join(", ", row.EnumerateObject().Select(field => field.Name).Take(12)) is { Length: > 0 } names ? names : "none";

    private static IEnumerable<(string, JsonElement)> Lines(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var place = $"{path}:{number}";
            yield return (place, RequireObject(Parse(line, place), place));
        }
    }

    private static IEnumerable<(string, JsonElement)> Items(string path)
    {
        var index = 0;
        foreach (var item in Parse(File.ReadAllText(path), path).EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            yield return (place, RequireObject(item, place));
        }
    }

    private static bool IsArray(string path)
    {
        using var reader = new StreamReader(path);
        int letter;
        do letter = reader.Read();
        while (letter >= 0 && char.IsWhiteSpace((char)letter));
        return letter == '[';
    }

    private static JsonElement Parse(string text, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new InputException($"{place}: no JSON: {broken.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}", broken);
        }
    }

    private static JsonElement RequireObject(JsonElement row, string place) =>
        row.ValueKind == JsonValueKind.Object ? row : throw new InputException($"{place}: expected a JSON object, found {row.ValueKind}");
}
