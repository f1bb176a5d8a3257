using ExtraCot.Options;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Which cut thoughts are bad samples (spec of stages 2 and 3, sections 2.5 and 2.9); each list has a limit for 0.2, 0.4, 0.6, 0.8 and 1.0.</summary>
public sealed record FilterOptions : IValidatable
{
    /// <value>Fewest tokens of the thought, in the student's tokenizer. Default 100, 80, 60, 50, 50.</value>
    public int[] MinTokens { get; set; } = [100, 80, 60, 50, 50];

    /// <value>Share of repeated word pairs that, together with <see cref="Trigrams"/>, is too much. Default 0.68, 0.70, 0.80, 0.82, 0.85.</value>
    public double[] Bigrams { get; set; } = [.68, .70, .80, .82, .85];

    /// <value>Share of repeated word triples, see there. Default 0.48, 0.50, 0.60, 0.62, 0.65.</value>
    public double[] Trigrams { get; set; } = [.48, .50, .60, .62, .65];

    /// <value>Share of the most frequent word that is too much. Default 0.28, 0.30, 0.35, 0.38, 0.40.</value>
    public double[] TopWord { get; set; } = [.28, .30, .35, .38, .40];

    /// <value>Length of a run of one word that is too much. Default 12, 16, 24, 28, 32.</value>
    public int[] WordRun { get; set; } = [12, 16, 24, 28, 32];

    /// <value>Least share of the whole thought's numbers, formula commands and signs that must be left. Default 0.25, 0.35, 0.5, 0.65, 1.</value>
    public double[] Anchors { get; set; } = [.25, .35, .5, .65, 1];

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        foreach (var (name, list) in ((string, Array)[])[("minTokens", MinTokens), ("bigrams", Bigrams), ("trigrams", Trigrams), ("topWord", TopWord), ("wordRun", WordRun), ("anchors", Anchors)])
            if (list.Length != ControlToken.Ratios.Count) yield return $"{name}: {list.Length} limits; expected {ControlToken.Ratios.Count}, one for each of 0.2, 0.4, 0.6, 0.8, 1.0";
    }
}
