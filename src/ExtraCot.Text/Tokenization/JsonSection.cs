using System.Text.Json;

namespace ExtraCot.Text.Tokenization;

/// <summary>A value of a tokenizer file together with its place, so that every complaint names file and key.</summary>
internal readonly record struct JsonSection(string File, string Key, JsonElement Value)
{
    /// <summary>A key that must be there; it may hold null.</summary>
    public JsonSection this[string name] =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var found)
            ? At(name, found)
            : throw Fault($"has no key '{name}'; it is not a Hugging Face tokenizer.json this program knows");

    /// <summary>The section's "type", the name Hugging Face dispatches on.</summary>
    public string Type => this["type"].Text;

    public string Text => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Expected("a string");

    public int Integer => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var number) ? number : throw Expected("an integer");

    public bool IsTrue => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Expected("true or false");

    /// <summary>A key that may be missing or null.</summary>
    public JsonSection? Find(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? At(name, found) : null;

    public IEnumerable<JsonSection> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array) throw Expected("a list");
        var (self, index) = (this, 0);
        return Value.EnumerateArray().Select(item => self with { Key = $"{self.Key}[{index++}]", Value = item });
    }

    /// <summary>Refuses a setting this program does not implement; a missing one counts as off.</summary>
    public void MustBeOff(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Find(name) is { } found && found.Value.ValueKind != JsonValueKind.False && found.Value.ToString() is not "")
                throw found.Unknown("off (null, false or empty)");
    }

    public TokenizationException Unknown(string expected) => Fault($"is {Shorten(Value.GetRawText())}; known here: {expected}");

    public TokenizationException Fault(string what) => new($"{File}: {Key} {what}");

    private TokenizationException Expected(string what) => Fault($"is {Shorten(Value.GetRawText())}, expected {what}");

    private JsonSection At(string name, JsonElement value) => new(File, Key == "file" ? name : $"{Key}.{name}", value);

    private static string Shorten(string json) => json.Length <= 80 ? json : json[..80] + "…";
}
