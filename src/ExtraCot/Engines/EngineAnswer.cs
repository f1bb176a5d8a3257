using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Engines;

/// <summary>One sample of a request: a response taken apart, or the reason why there is none.</summary>
/// <param name="Request">Index of the request in the call.</param>
/// <param name="Id">The request's id.</param>
/// <param name="Sample">Index of the sample in the request.</param>
public sealed record EngineAnswer(int Request, string Id, int Sample)
{
    /// <value>Why there is no response; null where there is one. Such a sample is unknown, never wrong: it is asked again or left out.</value>
    public string? Error { get; init; }

    /// <value>The response as text, marks and control token included, end of turn not.</value>
    public string Text { get; init; } = "";

    /// <value>The generated token ids, control token and end of turn included; null where the engine does not tell them.</value>
    public IReadOnlyList<int>? Ids { get; init; }

    /// <value>The ratio token at the first position, or null when there is none.</value>
    public ControlToken? Control { get; init; }

    /// <value>Entropy in nats of the distribution the ratio was chosen from, at temperature 1; null unless <see cref="EngineRequest.TellsEntropy"/> asks for it.</value>
    public double? ChoiceEntropy { get; init; }

    /// <value>Text between the thinking marks; an unclosed thought reaches to the end.</value>
    public string Thought { get; init; } = "";

    /// <value>Text behind the thought; empty when the thought is not closed.</value>
    public string Visible { get; init; } = "";

    /// <value>Tokens of the thought; null where nobody can count them (a remote engine without tokenizer).</value>
    public int? ThinkTokens { get; init; }

    /// <value>Tokens of the visible part without the end of turn; null as for <see cref="ThinkTokens"/>.</value>
    public int? VisibleTokens { get; init; }

    /// <value>Whether it can count as right at all: one closed thought, finished, no control token behind the first position.</value>
    public bool WellFormed { get; init; }

    /// <value>Why it ended.</value>
    public FinishReason Finish { get; init; }
}
