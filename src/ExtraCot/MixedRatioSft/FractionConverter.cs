using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExtraCot.MixedRatioSft;

/// <summary>Writes 1 as 1.0: readers that infer a column's type from its first rows must not take it for a whole number.</summary>
internal sealed class FractionConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString("0.0#####", CultureInfo.InvariantCulture));
}
