using ExtraCot.Options;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>How samples are made of the questions that are left.</summary>
public sealed record MixOptions : IValidatable
{
    /// <value>Questions with five fixed-ratio copies each. Default 12000 (the paper's).</value>
    public int FixedQuestions { get; set; } = 12_000;

    /// <value>Policy samples. Default 10000 (the paper's).</value>
    public int PolicySamples { get; set; } = 10_000;

    /// <value>Questions of the validation set. Default 200.</value>
    public int ValidationQuestions { get; set; } = 200;

    /// <value>Shares of 0.2 … 1.0 among the policy samples. Default 0.18, 0.24, 0.26, 0.22, 0.10 (spec of stages 2 and 3, section 3.5).</value>
    public double[] PolicyShares { get; set; } = [.18, .24, .26, .22, .10];

    /// <value>
    /// File with each question's budget r* (JSON lines with <c>id</c> and <c>gt_ratio</c>, as <c>extracot rl build</c> writes it, or <c>special_token</c>); null
    /// (default) ranks policy questions by difficulty instead: the share of right responses, then the length of the whole thought.
    /// </value>
    public string? Budgets { get; set; }

    /// <value>Share of the samples at 1.0 that carry no token at all, so that the model still answers without one. Default 0 (section 3.3).</value>
    public double UntaggedShare { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (FixedQuestions < 1) yield return $"fixedQuestions: {FixedQuestions}; expected 1 or more";
        if (PolicySamples < 0 || ValidationQuestions < 0) yield return "policySamples, validationQuestions: expected 0 or more";
        if (PolicyShares.Length != ControlToken.Ratios.Count || PolicyShares.Any(share => !(share >= 0)) || Math.Abs(PolicyShares.Sum() - 1) > 1e-6)
            yield return $"policyShares: {string.Join(", ", PolicyShares)}; expected five shares of 0 or more that sum to 1";
        if (UntaggedShare is not (>= 0 and <= 1)) yield return $"untaggedShare: {UntaggedShare}; expected 0 to 1";
    }
}
