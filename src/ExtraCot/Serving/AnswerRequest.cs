using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>A prompt to be answered by a <see cref="ServedModel"/>.</summary>
/// <param name="Prompt">Token ids.</param>
/// <param name="Sampling">How tokens are chosen.</param>
internal sealed record AnswerRequest(int[] Prompt, SamplingOptions Sampling)
{
    /// <value>Number of answers. Default 1.</value>
    public int Samples { get; init; } = 1;

    /// <value>The control token the prompt ends with; null (default) for the base model's prompt or a raw one.</value>
    public ControlToken? Control { get; init; }

    /// <value>Whether the answer is plain text, not taken apart into thought and visible part. Default false.</value>
    public bool IsRaw { get; init; }

    /// <value>Whether the visible text leaves special tokens out. Default true.</value>
    public bool SkipSpecialTokens { get; init; } = true;

    /// <value>Who asks; clients take turns. Default: nobody in particular.</value>
    public string Client { get; init; } = "";

    /// <value>Texts that end an answer; they and what follows are left out. Default none.</value>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
