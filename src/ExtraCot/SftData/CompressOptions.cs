using ExtraCot.Compression;
using ExtraCot.Options;

namespace ExtraCot.SftData;

/// <summary>How thoughts are cut.</summary>
public sealed record CompressOptions : IValidatable
{
    /// <value>What says what is worth keeping: "rules" (default), "random", "truncate" or the folder or name of a trained compressor.</value>
    public string Scorer { get; set; } = "rules";

    /// <value>Ratios to cut to; a result is used for the grid ratio its actual length is nearest to. Default 0.1 … 0.9 (spec of stages 2 and 3, section 1.7).</value>
    public double[] Ratios { get; set; } = [.1, .2, .3, .4, .5, .6, .7, .8, .9];

    /// <value>How far an actual ratio may be from its grid ratio. Default 0.05 (section 2.1).</value>
    public double Tolerance { get; set; } = .05;

    /// <value>Cut as the small world does: steps of the solution first, text as it stands. Default false.</value>
    public bool SmallWorld { get; set; }

    /// <summary>How a budget is spent.</summary>
    /// <param name="keepConclusion">Whether the final statement stays at every ratio.</param>
    internal SelectionOptions Selection(bool keepConclusion) => (SmallWorld ? SelectionOptions.SmallWorld : new SelectionOptions()) with { KeepConclusion = keepConclusion };

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Ratios.Length == 0 || Ratios.Any(ratio => ratio is not (> 0 and < 1))) yield return $"ratios: {string.Join(", ", Ratios)}; expected numbers between 0 and 1";
        if (Tolerance is not (> 0 and <= .1)) yield return $"tolerance: {Tolerance}; expected more than 0 and at most 0.1, where the buckets meet";
    }
}
