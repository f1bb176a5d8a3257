using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExtraCot.Reporting;

/// <summary>How figures are written to files.</summary>
internal static class ReportJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The file is read as JSON, never pasted into a page; "≤" stays legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
