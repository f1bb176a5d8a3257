using ExtraCot.MixedRatioSft;
using ExtraCot.Options;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Engines;

/// <summary>Options of <c>extracot generate</c>.</summary>
public sealed record GenerateOptions : IValidatable
{
    /// <value>The engine.</value>
    public EngineSettings Engine { get; set; } = new();

    /// <value>"0.2" … "1.0", a budget between such as "0.33" (local engines), "policy" or "none" (default: a prompt without control token).</value>
    public string Control { get; set; } = "none";

    /// <value>Responses a question. Default 1.</value>
    public int Samples { get; set; } = 1;

    /// <value>0 (default) is greedy (spec of stages 2 and 3, section 1.2).</value>
    public float Temperature { get; set; }

    /// <value>Nucleus, in (0, 1]; default 1 (same section).</value>
    public float TopP { get; set; } = 1;

    /// <value>Seed of sampling; each question and sample has random numbers of its own. Default 42 (section 5.1).</value>
    public ulong Seed { get; set; } = 42;

    /// <value>Most tokens of a response. Default 4096 (section 1.2).</value>
    public int MaxNewTokens { get; set; } = 4096;

    /// <summary>The control token; null for none.</summary>
    /// <exception cref="InputException">The name is none.</exception>
    internal ControlToken? ControlToken() => Control == "none" || ContinuousBudget.Parse(Control) is not null ? null : Text.Prompting.ControlToken.Parse(Control);

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Control != "none" && ContinuousBudget.Parse(Control) is null && !Text.Prompting.ControlToken.All.Any(token => token.Name == Control || token.Text == Control))
            yield return $"control: \"{Control}\"; expected 0.2, 0.4, 0.6, 0.8, 1.0, a budget between, policy or none";
        if (Samples < 1) yield return $"samples: {Samples}; expected 1 or more";
        if (!(Temperature >= 0) || !float.IsFinite(Temperature)) yield return $"temperature: {Temperature}; expected a finite number, 0 or more";
        if (TopP is not (> 0 and <= 1)) yield return $"topP: {TopP}; expected more than 0 and at most 1";
        if (MaxNewTokens < 1) yield return $"maxNewTokens: {MaxNewTokens}; expected 1 or more";
        if (Samples > 1 && Temperature == 0) yield return $"samples: {Samples} at temperature 0 would all be the same; give a temperature or 1 sample";
    }
}
