using System.Text.Json;

namespace ExtraCot.Compression;

/// <summary>A question and its chain of thought, read from a line of JSON.</summary>
/// <param name="Id">The line's id as it stands there (string or number); its line number where it has none.</param>
/// <param name="Question">The question; empty where the line has none.</param>
/// <param name="Thought">The chain of thought, trimmed: the body of the first <c>&lt;think&gt;</c>, or the whole response where there are no tags.</param>
public sealed record Trace(JsonElement Id, string Question, string Thought);
