using System.Text.Json;

namespace ExtraCot.Compression;

/// <summary>A question and its chain of thought, read from a line of JSON.</summary>
/// <param name="Id">The line's id as it stands there (string or number); its line number where it has none.</param>
/// <param name="Question">The question; empty where the line has none.</param>
/// <param name="Thought">The chain of thought, trimmed: the body of the first <c>&lt;think&gt;</c>, or the whole response where there are no tags.</param>
/// <param name="Source">The line's object.</param>
public sealed record Trace(JsonElement Id, string Question, string Thought, JsonElement Source)
{
    /// <value>The right answer (<c>gold</c> or <c>answer</c>), where the line has one.</value>
    public string? Gold => Text("gold", "answer");

    /// <summary>The first of several fields that is a string.</summary>
    internal string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Source.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return value.GetString();
        return null;
    }
}
