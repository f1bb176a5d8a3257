using System.Text.Json;
using ExtraCot.Options;

namespace ExtraCot.Serving;

/// <summary>
/// A JSON object read with care: every value is checked for its type and range, a field that nobody asked for is an error (a mistyped
/// budget must not be ignored), and null means absent. Only <see cref="ApiException"/> leaves it, whatever the client sent.
/// </summary>
internal sealed class RequestFields
{
    private const int MaxDepth = 32;
    private const int LongestName = 64;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly string path;

    private RequestFields(JsonElement element, string path)
    {
        this.path = path;
        if (element.ValueKind != JsonValueKind.Object) throw Wrong(path.TrimEnd('.'), "an object", element);
        foreach (var property in element.EnumerateObject())
            if (property.Value.ValueKind != JsonValueKind.Null) values[NameOf(property)] = property.Value;
            else asked.Add(NameOf(property));
    }

    /// <summary>The fields of a request body.</summary>
    /// <exception cref="ApiException">It is no JSON object.</exception>
    public static RequestFields Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return new RequestFields(document.RootElement.Clone(), "");
        }
        catch (JsonException wrong)
        {
            throw new ApiException(400, $"the body is not valid JSON: line {(wrong.LineNumber ?? 0) + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1}", code: "invalid_json");
        }
    }

    /// <summary>The field's value, or null where it is absent; asking makes the field a known one.</summary>
    public JsonElement? Any(string name)
    {
        asked.Add(name);
        return values.TryGetValue(name, out var value) ? value : null;
    }

    public string? Text(string name) => Any(name) is { } value ? TextOf(value, path + name) : null;

    public bool? Flag(string name) => Any(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(path + name, "true or false", other),
    };

    public long? Integer(string name, long min, long max) => Any(name) is { } value ? IntegerOf(value, path + name, min, max) : null;

    public double? Number(string name, double min, double max)
    {
        if (Any(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max) return number;
        throw Wrong(path + name, $"a number from {min} to {max}", value);
    }

    /// <summary>The object in a field.</summary>
    public RequestFields? Object(string name) => Any(name) is { } value ? new RequestFields(value, $"{path}{name}.") : null;

    /// <summary>The elements of an array, each with its own path; null where the field is absent.</summary>
    public IReadOnlyList<(JsonElement Value, string Path)>? Array(string name, int most)
    {
        if (Any(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(path + name, "an array", value);
        return Elements(value, path + name, most);
    }

    public static IReadOnlyList<(JsonElement Value, string Path)> Elements(JsonElement array, string path, int most)
    {
        if (array.GetArrayLength() > most) throw new ApiException(400, $"'{path}' has {array.GetArrayLength()} elements; at most {most} are taken", path);
        return [.. array.EnumerateArray().Select((item, index) => (item, $"{path}[{index}]"))];
    }

    public static RequestFields ObjectOf(JsonElement value, string path) => new(value, path + ".");

    public static string TextOf(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(path, "a string", value);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException) // half a surrogate pair
        {
            throw new ApiException(400, $"'{path}' is not valid Unicode text", path);
        }
    }

    public static long IntegerOf(JsonElement value, string path, long min, long max)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max) return number;
        throw Wrong(path, $"an integer from {min} to {max}", value);
    }

    /// <summary>Accepts fields that say nothing to a local model.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) asked.Add(name);
    }

    /// <summary>Refuses features that are not there, unless their value asks for nothing.</summary>
    public void Refuse(string name, string advice)
    {
        if (Any(name) is not { } value) return;
        var asksNothing = value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
            _ => false,
        };
        if (!asksNothing) throw new ApiException(400, $"'{path}{name}' is not supported{(advice.Length == 0 ? "" : $": {advice}")}", path + name, "unsupported_parameter");
    }

    /// <summary>Refuses whatever has not been asked for.</summary>
    public void RefuseOthers()
    {
        if (values.Keys.FirstOrDefault(name => !asked.Contains(name)) is not { } unknown) return;
        if (unknown.Length > LongestName) unknown = unknown[..LongestName];
        var nearest = NearestName.To(unknown, asked);
        throw new ApiException(400, $"'{path}{unknown}' is unknown{(nearest is null ? "" : $"; did you mean {nearest}?")}", path + unknown, "unknown_parameter");
    }

    public static ApiException Wrong(string path, string expected, JsonElement found) =>
        new(400, $"'{(path.Length == 0 ? "the body" : path)}' must be {expected}; found {Describe(found)}", path.Length == 0 ? null : path, "invalid_type");

    /// <summary>Values are not repeated, since they may be private; numbers help and hide nothing.</summary>
    private static string Describe(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Number => found.GetRawText() is { Length: <= 24 } number ? number : "a number that is too long",
        JsonValueKind.String => "a string",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw new ApiException(400, "a field's name is not valid Unicode text", code: "invalid_json");
        }
    }
}
