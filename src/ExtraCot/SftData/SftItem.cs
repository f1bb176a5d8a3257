namespace ExtraCot.SftData;

/// <summary>A question with its right response on the way through the steps.</summary>
internal sealed record SftItem
{
    public required string Id { get; init; }
    public required string Key { get; init; }
    public required string Group { get; init; }
    public required SplitPart Part { get; init; }
    public required string Question { get; init; }
    public required string Gold { get; init; }
    public required string Thought { get; init; }

    /// <summary>Everything behind the thought's closing mark, as it stood.</summary>
    public required string Visible { get; init; }

    public int QuestionTokens { get; init; }
    public int ThinkTokens { get; init; }

    /// <summary>Share of the question's responses that are right.</summary>
    public double PassRate { get; init; }

    /// <summary>The thought at several ratios: after compression one for each ratio asked for, from re-bucketing on one for each ratio of the grid that was hit.</summary>
    public IReadOnlyList<Cut> Cuts { get; init; } = [];
}
