namespace ExtraCot.Nn.Generation;

/// <summary>
/// How the next token is chosen. Filters run in the order of transformers: repetition penalty, temperature, top-k, top-p, min-p;
/// every default leaves the model's distribution as it is.
/// </summary>
public sealed record SamplingOptions
{
    /// <value>Divides the logits; 0 takes the most likely token (the lowest id among equals). Default 1.</value>
    public float Temperature { get; init; } = 1f;

    /// <value>Keeps the k largest logits, and those equal to the k-th; 0 (default) keeps all.</value>
    public int TopK { get; init; }

    /// <value>Keeps the smallest set of tokens whose probability reaches this value, in (0, 1]; 1 (default) keeps all.</value>
    public float TopP { get; init; } = 1f;

    /// <value>Drops tokens less likely than this share of the most likely one, in [0, 1]; 0 (default) keeps all.</value>
    public float MinP { get; init; }

    /// <value>Positive logits of tokens seen in prompt or answer are divided by this, negative ones multiplied; 1 (default) changes nothing.</value>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <value>
    /// Key of the random stream. A token depends on seed, sample index, position and the distribution alone, never on what else is being
    /// generated; requests with one seed share their random numbers, so give each its own. Default 0.
    /// </value>
    public ulong Seed { get; init; }

    /// <value>The most tokens to generate, forced and stop tokens included; at least 1.</value>
    public required int MaxNewTokens { get; init; }

    /// <value>Tokens that end a sample. Default none.</value>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <value>The only tokens allowed at the first generated position (a control token, for example); empty (default) allows all.</value>
    public IReadOnlyList<int> AllowedFirstTokens { get; init; } = [];

    /// <value>
    /// Chooses the first token by the model's final hidden state of the prompt's last token, [hidden] float32, instead of by its logits; asked once for
    /// each sample, from the engine's thread. Null (default): the logits decide.
    /// </value>
    public Func<ReadOnlySpan<float>, int>? FirstToken { get; init; }

    /// <value>Tokens the answer must begin with; they are returned as generated ones. Default none.</value>
    public IReadOnlyList<int> ForcedTokens { get; init; } = [];

    /// <value>Whether to return the log-probability of each token. Default false.</value>
    public bool LogProbabilities { get; init; }

    /// <value>How many of the most likely tokens to return at each position, with their log-probabilities; 0 (default) to <see cref="MostAlternatives"/>.</value>
    public int TopLogProbabilities { get; init; }

    /// <value>Texts that end a sample, or null (default).</value>
    public StopStrings? StopStrings { get; init; }

    /// <summary>The most <see cref="TopLogProbabilities"/>, as in OpenAI's interface.</summary>
    public const int MostAlternatives = 20;

    internal bool ReturnsLogProbabilities => LogProbabilities || TopLogProbabilities > 0;

    /// <summary>Checks every value.</summary>
    /// <param name="vocabularySize">Number of logits of the model.</param>
    /// <exception cref="ArgumentException">Names the value that is out of range.</exception>
    internal void Validate(int vocabularySize)
    {
        Require(Temperature >= 0 && float.IsFinite(Temperature), nameof(Temperature), Temperature, "a finite number, 0 or more");
        Require(TopK >= 0, nameof(TopK), TopK, "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "more than 0 and at most 1");
        Require(MinP is >= 0 and <= 1, nameof(MinP), MinP, "from 0 to 1");
        Require(RepetitionPenalty > 0 && float.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), RepetitionPenalty, "a finite number above 0");
        Require(MaxNewTokens >= 1, nameof(MaxNewTokens), MaxNewTokens, "1 or more");
        Require(TopLogProbabilities is >= 0 and <= MostAlternatives, nameof(TopLogProbabilities), TopLogProbabilities, $"from 0 to {MostAlternatives}");
        foreach (var id in StopTokens.Concat(AllowedFirstTokens).Concat(ForcedTokens))
            Require(id >= 0 && id < vocabularySize, "token id", id, $"from 0 to {vocabularySize - 1}");
    }

    private static void Require(bool holds, string name, object value, string expected)
    {
        if (!holds) throw new ArgumentException($"{name} is {value}; expected {expected}");
    }
}
