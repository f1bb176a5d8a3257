using System.Text.Json.Serialization;

namespace ExtraCot.Chrpo.Data;

/// <summary>A gold answer as verl names it.</summary>
/// <param name="Style">Always rule.</param>
/// <param name="GroundTruth">The gold answer, a string even where it is a number.</param>
public sealed record RlGold([property: JsonPropertyName("style")] string Style, [property: JsonPropertyName("ground_truth")] string GroundTruth);
