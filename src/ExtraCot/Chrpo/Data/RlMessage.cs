using System.Text.Json.Serialization;

namespace ExtraCot.Chrpo.Data;

/// <summary>A turn of a prompt.</summary>
/// <param name="Role">system or user.</param>
/// <param name="Content">Its text.</param>
public sealed record RlMessage([property: JsonPropertyName("role")] string Role, [property: JsonPropertyName("content")] string Content);
