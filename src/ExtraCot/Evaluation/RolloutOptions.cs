namespace ExtraCot.Evaluation;

/// <summary>How responses are generated.</summary>
public sealed record RolloutOptions
{
    /// <value>0 is greedy; default 0.</value>
    public float Temperature { get; init; }

    /// <value>Responses a question; default 1.</value>
    public int Samples { get; init; } = 1;

    /// <value>Most tokens of a response, the same for every ratio; default 720 (the small world's longest thought and some).</value>
    public int MaxNewTokens { get; init; } = 720;

    /// <value>Base of the random streams; each question and sample has its own.</value>
    public ulong Seed { get; init; }
}
