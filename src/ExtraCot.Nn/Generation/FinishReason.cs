namespace ExtraCot.Nn.Generation;

/// <summary>Why a sample ended.</summary>
public enum FinishReason
{
    /// <summary>A stop token was chosen; it is the last of the token ids.</summary>
    Stop,

    /// <summary><see cref="SamplingOptions.MaxNewTokens"/> was reached.</summary>
    Length,

    /// <summary>The request or the whole call was cancelled; the tokens chosen so far are returned.</summary>
    Cancelled,
}
