namespace ExtraCot.Nn.Generation;

/// <summary>A prompt to be continued, once or several times; its samples share one prefill.</summary>
/// <param name="PromptTokens">Token ids, at least one.</param>
/// <param name="Options">How to choose tokens and when to stop.</param>
public sealed record GenerationRequest(IReadOnlyList<int> PromptTokens, SamplingOptions Options)
{
    /// <value>Number of continuations. Default 1.</value>
    public int Samples { get; init; } = 1;

    /// <value>Who asks. Requests that wait are begun in turn, one of each client; those of one client in their order. Default: all are of one client.</value>
    public string Client { get; init; } = "";

    /// <value>Ends this request alone; its rows are free again before the next step. Default: never.</value>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Positions a sample may take.</summary>
    internal int MaxLength => PromptTokens.Count + Options.MaxNewTokens;

    /// <exception cref="ArgumentException">Names the value that is out of range.</exception>
    internal void Validate(int vocabularySize, int maxPositions)
    {
        Options.Validate(vocabularySize);
        if (PromptTokens.Count == 0) throw new ArgumentException("The prompt is empty; give at least one token.");
        if (Samples < 1) throw new ArgumentException($"Samples is {Samples}; expected 1 or more");
        foreach (var id in PromptTokens)
            if (id < 0 || id >= vocabularySize) throw new ArgumentException($"Prompt token {id} is outside the vocabulary of {vocabularySize}");
        if (MaxLength > maxPositions)
            throw new ArgumentException($"A prompt of {PromptTokens.Count} and {Options.MaxNewTokens} new tokens exceed the model's {maxPositions} positions; lower MaxNewTokens");
    }
}
