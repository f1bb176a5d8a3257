using System.Text.Json;

namespace ExtraCot.Data;

/// <summary>Finds the fields of a record by the names that public data sets use.</summary>
internal static class JsonFields
{
    /// <summary>Names of the question, most specific first.</summary>
    public static readonly string[] Question = ["question", "query", "problem", "prompt"];

    /// <summary>The record's own text under the first of the names that it has.</summary>
    /// <exception cref="FormatException">The text is no valid Unicode.</exception>
    public static string? First(JsonElement record, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return Text(value, name);
        return null;
    }

    /// <summary>What the first message of a role says; null without <c>messages</c> or such a role.</summary>
    /// <exception cref="FormatException">The text is no valid Unicode.</exception>
    public static string? Message(JsonElement record, string role)
    {
        if (!record.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array) return null;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var who) || who.ValueKind != JsonValueKind.String || who.GetString() != role) continue;
            if (message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String) return Text(content, "messages");
        }
        return null;
    }

    /// <summary>A value as text.</summary>
    /// <exception cref="FormatException">It is no valid Unicode.</exception>
    public static string Text(JsonElement value, string name)
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
}
