using ExtraCot.Options;

namespace ExtraCot.SftData;

/// <summary>Which right responses go on to compression (spec of stages 2 and 3, section 1.6).</summary>
public sealed record SelectOptions : IValidatable
{
    /// <value>Most tokens of question and thought together, in the student's tokenizer. Default 4070.</value>
    public int MaxTokens { get; set; } = 4070;

    /// <value>Where one bucket of thought lengths ends and the next begins. Default 512, 1024, 2048, 3072.</value>
    public int[] Edges { get; set; } = [512, 1024, 2048, 3072];

    /// <value>Questions wanted for fixed ratios before the filters. Default 15000.</value>
    public int FixedCandidates { get; set; } = 15_000;

    /// <value>Questions wanted for the policy warm-up before the filters. Default 13000.</value>
    public int PolicyCandidates { get; set; } = 13_000;

    /// <value>Questions wanted for validation before the filters. Default 400.</value>
    public int ValidationCandidates { get; set; } = 400;

    /// <summary>Candidates wanted of a split.</summary>
    internal int Candidates(SplitPart part) => part switch
    {
        SplitPart.Sft => FixedCandidates,
        SplitPart.Policy => PolicyCandidates,
        SplitPart.Validation => ValidationCandidates,
        _ => 0,
    };

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (MaxTokens < 1) yield return $"maxTokens: {MaxTokens}; expected 1 or more";
        if (Edges.Zip(Edges.Skip(1)).Any(pair => pair.Second <= pair.First) || Edges.Any(edge => edge < 1)) yield return $"edges: {string.Join(", ", Edges)}; expected rising numbers of 1 or more";
        if (FixedCandidates < 1) yield return $"fixedCandidates: {FixedCandidates}; expected 1 or more";
        if (PolicyCandidates < 0 || ValidationCandidates < 0) yield return "policyCandidates, validationCandidates: expected 0 or more";
    }
}
