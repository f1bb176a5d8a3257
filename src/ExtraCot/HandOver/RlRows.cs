using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Chrpo.Data;

namespace ExtraCot.HandOver;

/// <summary>Records as JSON, one a line, every field of one type in all rows: a whole number stays a fraction where others are fractions.</summary>
internal static class RlRows
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object a line.</summary>
    public static string Of<T>(IEnumerable<T> rows) => string.Concat(rows.Select(row => JsonSerializer.Serialize(row, Plain) + "\n"));

    /// <summary>The label that the reward service reads: gold answer, r*, L_ref and V_ref as one JSON object in text.</summary>
    public static string Label(RlRecord record) => JsonSerializer.Serialize(new
    {
        gold = record.RewardModel.GroundTruth,
        r_star = record.ExtraInfo.TargetRatio,
        l_ref = record.ExtraInfo.ReferenceTokens ?? 0,
        v_ref = record.ExtraInfo.ReferenceVisible ?? 0,
    }, Plain);
}
