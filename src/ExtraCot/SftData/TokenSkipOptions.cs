using ExtraCot.Options;

namespace ExtraCot.SftData;

/// <summary>The TokenSkip baseline's data set over the same questions (spec of stages 2 and 3, section 8).</summary>
public sealed record TokenSkipOptions : IValidatable
{
    /// <value>Whether to make it. Default false.</value>
    public bool Enabled { get; set; }

    /// <value>Ratios, one drawn for each question. Default 1, 0.9, 0.8, 0.7, 0.6, 0.5.</value>
    public double[] Ratios { get; set; } = [1, .9, .8, .7, .6, .5];

    /// <value>Put on both sides of the ratio in the prompt. Default <c>&lt;|eot_id|&gt;</c>, as plain text.</value>
    public string Separator { get; set; } = "<|eot_id|>";

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Ratios.Length == 0 || Ratios.Any(ratio => ratio is not (> 0 and <= 1))) yield return $"ratios: {string.Join(", ", Ratios)}; expected numbers in (0, 1]";
    }
}
