namespace ExtraCot.Nn.Generation;

/// <summary>
/// Runs the model over its own key/value cache of <see cref="Rows"/> rows and one prompt row. One thread uses a runner at a time.
/// </summary>
internal interface IModelRunner : IDisposable
{
    /// <summary>Sequences that can be decoded together.</summary>
    int Rows { get; }

    /// <summary>Tokens of a prompt that are best computed at once.</summary>
    int PrefillChunk { get; }

    /// <summary>Whether a prompt may go on from the positions an earlier one left in the prompt row, to the same bits.</summary>
    bool KeepsPrompt { get; }

    /// <summary>Adds to the prompt row; <see cref="Logits"/> of row 0 then holds those after the last token.</summary>
    /// <param name="tokens">Part of a prompt.</param>
    /// <param name="start">Position of the first: the number of tokens the row holds.</param>
    void Prefill(ReadOnlySpan<int> tokens, int start);

    /// <summary>Final hidden state of the last token of the latest <see cref="Prefill"/>, valid until the next call. [hidden]</summary>
    ReadOnlySpan<float> PromptHidden { get; }

    /// <summary>One token for each of the first rows; <see cref="Logits"/> then holds theirs.</summary>
    /// <param name="tokens">Token of each row.</param>
    /// <param name="positions">Its position: the number of tokens already cached in that row.</param>
    void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions);

    /// <summary>Logits of the latest call, valid until the next one. [vocabulary]</summary>
    ReadOnlySpan<float> Logits(int row);

    /// <summary>Whether tokens are best drawn where the logits are; false where the caller reads them for nothing.</summary>
    bool Draws => false;

    /// <summary>Draws the next token of each row of the latest <see cref="Decode"/>; asked only where <see cref="Draws"/>.</summary>
    /// <param name="draws">How, one a row.</param>
    /// <param name="chosen">Receives the tokens and their log-probabilities.</param>
    void Draw(ReadOnlySpan<Draw> draws, Span<ChosenToken> chosen) => throw new NotSupportedException();

    /// <summary>Promises a free row the cache room for a sequence; false when other rows must end first.</summary>
    bool TryReserve(int row, int positions);

    /// <summary>Gives a row the first <paramref name="length"/> cached positions of the prompt row.</summary>
    void TakePrompt(int row, int length);

    /// <summary>Moves the first <paramref name="length"/> cached positions of one row to another, which is free; the first is free then.</summary>
    void MoveRow(int from, int to, int length);

    /// <summary>Gives up what a row holds and was promised.</summary>
    void FreeRow(int row);
}
