using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Ablation by a model in this process; its prompt format frames question and thought.</summary>
/// <param name="language">The model.</param>
public sealed class LocalAblation(LanguageModel language) : IAblation
{
    private readonly AblationLoss loss = new(language.Model);

    /// <inheritdoc/>
    /// <exception cref="InputException">Question and thought are longer than the model takes, or its tokenizer has no token for a piece of them.</exception>
    public double[] Increase(SegmentedThought thought, bool[] counts, IReadOnlyList<Range> gaps, CancellationToken cancellation)
    {
        var format = language.Format;
        var tokens = format.Tokenizer.EncodeWithOffsets(thought.Text);
        int[] lead = [.. format.Prompt(thought.Question, null), .. format.ResponseStart(null)];
        int[] ids = [.. lead, .. tokens.Select(token => token.Id), format.ThinkClose];
        var most = language.Model.Config.MaxPositions;
        if (ids.Length > most) throw new InputException($"question and thought have {ids.Length} tokens; the model takes {most}");
        var starts = new List<int> { lead.Length };
        var counted = new bool[ids.Length];
        foreach (var (unit, count) in thought.Units.Zip(counts)) // a token belongs to the unit in which it begins
        {
            var at = starts[^1];
            for (; at - lead.Length < tokens.Length && tokens[at - lead.Length].Start < unit.End; at++) counted[at] = count;
            starts.Add(at);
        }
        return loss.Increase(ids, counted, [.. gaps.Select(gap => (starts[gap.Start.Value], starts[gap.End.Value]))], cancellation);
    }
}
