namespace ExtraCot.Compression;

/// <summary>How a budget is spent on a thought's units.</summary>
public sealed record SelectionOptions
{
    /// <value>The small world's way: steps of the solution always, whole groups of helper equations next, then whole sentences, in the text as it stands.</value>
    public static SelectionOptions SmallWorld { get; } = new() { FormulaFloor = true };

    /// <value>
    /// Equations first whatever their scores, by <see cref="Annotation.FormulaRoles"/>, and only whole sentences, each with its leading blank (the small
    /// tokenizer has pieces for words with their blank alone). False: sentences by score, the last gap by clause or word, text made readable. Default false.
    /// </value>
    public bool FormulaFloor { get; init; }

    /// <value>With <see cref="FormulaFloor"/>: the share of a sentence's tokens that may exceed the budget; the first that exceeds it by more ends the selection. Default 0.3.</value>
    public double Slack { get; init; } = 0.3;

    /// <value>Without <see cref="FormulaFloor"/>: keep the final statement (the boxed answer, where there is one) at every ratio. Default true.</value>
    public bool KeepConclusion { get; init; } = true;
}
