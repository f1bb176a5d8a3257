using System.Text.Json.Serialization;

namespace ExtraCot.Annotation;

/// <summary>The labels of one stretch of a thought.</summary>
public sealed record ChunkLabels
{
    /// <value>First UTF-16 code unit; the beginning of a unit.</value>
    public required int Start { get; init; }

    /// <value>One past the last UTF-16 code unit; the end of a unit. The chunks of a thought tile it.</value>
    public required int End { get; init; }

    /// <value>Whether the chunk is labelled.</value>
    public required ChunkStatus Status { get; init; }

    /// <value>Half-open UTF-16 ranges of the thought that are kept, <c>[start, end]</c> each, of whole units, in order and apart. Empty unless <see cref="ChunkStatus.Ok"/>.</value>
    public IReadOnlyList<int[]> Kept { get; init; } = [];

    /// <value>One score in [0, 1] for each unit of the chunk; null where the annotator only chooses.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Scores { get; init; }

    /// <value>Prompt and completion tokens that an endpoint counted; null where none was asked.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long[]? Usage { get; init; }

    /// <value>What went wrong or was mended; null when nothing.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
