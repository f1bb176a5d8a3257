namespace ExtraCot.Reporting;

/// <summary>One problem as the report shows it.</summary>
public sealed record ReportSample
{
    /// <value>The question.</value>
    public required string Question { get; init; }

    /// <value>The set's measure of difficulty.</value>
    public required int Difficulty { get; init; }

    /// <value>The gold answer.</value>
    public required string Gold { get; init; }

    /// <value>The base model's thought.</value>
    public required string BaseThought { get; init; }

    /// <value>Its tokens.</value>
    public required int BaseTokens { get; init; }

    /// <value>What the base model wrote behind it.</value>
    public required string BaseAnswer { get; init; }

    /// <value>Stretches of the base thought that the shorter one keeps, in order; the rest is struck through.</value>
    public required IReadOnlyList<TextRange> Kept { get; init; }

    /// <value>The ratio the model chose, "0.2" … "1.0"; null when it began with none.</value>
    public string? Choice { get; init; }

    /// <value>The shorter thought as the model wrote it.</value>
    public required string Thought { get; init; }

    /// <value>Its tokens.</value>
    public required int Tokens { get; init; }

    /// <value>What the model wrote behind it.</value>
    public required string Answer { get; init; }

    /// <value>Whether the answer counts as right.</value>
    public required bool Right { get; init; }

    /// <value>Why not, in a word or two; null when right.</value>
    public string? Fault { get; init; }

    /// <value>The rule by which the answer was compared with the gold one.</value>
    public string? Rule { get; init; }

    /// <value>Field of the question; null where the set names none.</value>
    public string? Subject { get; init; }
}
