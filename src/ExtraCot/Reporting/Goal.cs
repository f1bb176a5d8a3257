namespace ExtraCot.Reporting;

/// <summary>One goal of the small end-to-end run.</summary>
/// <param name="Name">What is asked for.</param>
/// <param name="Target">The bound in words.</param>
/// <param name="Value">The measured figure in the same unit.</param>
/// <param name="Met">Whether it is reached.</param>
public sealed record Goal([property: System.Text.Json.Serialization.JsonPropertyName("goal")] string Name, string Target, string Value, bool Met);
