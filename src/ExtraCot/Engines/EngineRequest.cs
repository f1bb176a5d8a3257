using ExtraCot.MixedRatioSft;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Engines;

/// <summary>A question to be answered once or several times.</summary>
/// <param name="Id">Handed back with each answer; need not be unique.</param>
/// <param name="Question">The question alone: <see cref="PromptFormat"/> puts instruction, control token and turns around it.</param>
public sealed record EngineRequest(string Id, string Question)
{
    /// <value>Fixed ratio, policy, or null (default) for a prompt without control token.</value>
    public ControlToken? Control { get; init; }

    /// <value>A budget between two ratio tokens in place of <see cref="Control"/> (<see cref="ContinuousBudget"/>); null (default) for none. Local engines only.</value>
    public double? Budget { get; init; }

    /// <value>
    /// Index of the ratio token (0 = 0.2 … 4 = 1.0) the response is made to begin with; null (default) leaves it to the model, in policy mode to
    /// its control head where it has one. Local engines only.
    /// </value>
    public int? Choice { get; init; }

    /// <value>Indices of the ratios the model's own first token may be in policy mode; null (default) for all. Takes the place of a control head. Local engines only.</value>
    public IReadOnlyList<int>? Choices { get; init; }

    /// <value>Whether answers tell the entropy of their choice in policy mode, which may take another pass over the prompt. Default false. Local engines only.</value>
    public bool TellsEntropy { get; init; }

    /// <value>Answers wanted. Default 1.</value>
    public int Samples { get; init; } = 1;

    /// <value>0 (default) is greedy.</value>
    public float Temperature { get; init; }

    /// <value>Nucleus, in (0, 1]; 1 (default) keeps all.</value>
    public float TopP { get; init; } = 1;

    /// <value>The most tokens of an answer; at least 1. Default 4096 (spec of stages 2 and 3, section 7.3).</value>
    public int MaxNewTokens { get; init; } = 4096;

    /// <value>Key of this request's random numbers; see <see cref="SeedFor"/>.</value>
    public ulong Seed { get; init; }

    /// <summary>A seed that depends on the question's id alone, so that neither order nor company of the questions changes an answer.</summary>
    public static ulong SeedFor(ulong seed, string id) => Text.SeededRandom.For(seed, id).NextBits();
}
