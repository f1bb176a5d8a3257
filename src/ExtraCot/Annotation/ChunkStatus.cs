using System.Text.Json.Serialization;

namespace ExtraCot.Annotation;

/// <summary>What became of annotating one chunk. Only <see cref="Ok"/> labels anything; every other chunk is masked in training, never "drop all".</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChunkStatus>))]
public enum ChunkStatus
{
    /// <summary>Labelled.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The annotator answered that nothing of it is worth keeping.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>The annotator's answer could not be read.</summary>
    [JsonStringEnumMemberName("parse_error")]
    ParseError,

    /// <summary>The annotator gave no answer.</summary>
    [JsonStringEnumMemberName("api_error")]
    ApiError,
}
