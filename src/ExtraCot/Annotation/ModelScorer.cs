using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Scores units by what a language model loses without them: how much harder the rest of the derivation and its answer become to predict when
/// a sentence is missing (leave one out). Needs no labels and no rules, only a model that has seen such text.
/// </summary>
/// <param name="language">The model; its prompt format frames question and thought.</param>
/// <param name="cancellation">Stops between batches.</param>
public sealed class ModelScorer(LanguageModel language, CancellationToken cancellation = default) : IUnitScorer
{
    private const double Half = 1.0; // nats: a sentence that costs as much is scored one half
    private readonly AblationLoss ablation = new(language.Model);

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) => thoughts.Select(Score).ToList();

    private float[] Score(SegmentedThought thought)
    {
        var sentences = Sentences.Of(thought.Units);
        var scores = new float[thought.Units.Count];
        if (scores.Length == 0) return scores;
        var increase = Increase(thought, sentences);
        var conclusion = Conclusion.Find(thought, sentences);
        for (var s = 0; s < sentences.Count; s++)
        {
            var gain = Math.Max(0, increase[s]);
            scores.AsSpan(sentences[s]).Fill(conclusion.Contains(s) ? 1 : (float)(gain / (gain + Half)));
        }
        return scores;
    }

    private double[] Increase(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        var format = language.Format;
        var tokens = format.Tokenizer.EncodeWithOffsets(thought.Text);
        int[] lead = [.. format.Prompt(thought.Question, null), .. format.ResponseStart(null)];
        int[] ids = [.. lead, .. tokens.Select(token => token.Id), format.ThinkClose];
        var most = language.Model.Config.MaxPositions;
        if (ids.Length > most) throw new InputException($"question and thought have {ids.Length} tokens; the model takes {most}");
        var gaps = new List<(int, int)>(sentences.Count);
        var at = 0;
        foreach (var sentence in sentences)
        {
            var first = at;
            var end = thought.Units[sentence.End.Value - 1].End;
            while (at < tokens.Length && tokens[at].Start < end) at++;
            gaps.Add((lead.Length + first, lead.Length + at));
        }
        return ablation.Increase(ids, Content(thought, sentences, tokens, lead.Length), gaps, cancellation);
    }

    // Formulas, numbers and the final statement; how words follow one another tells of style, not of the derivation.
    private static bool[] Content(SegmentedThought thought, IReadOnlyList<Range> sentences, TokenSpan[] tokens, int lead)
    {
        var counts = new bool[lead + tokens.Length + 1];
        var statement = Conclusion.Find(thought, sentences);
        var unit = 0;
        for (var t = 0; t < tokens.Length; t++)
        {
            while (unit < thought.Units.Count - 1 && tokens[t].Start >= thought.Units[unit].End) unit++;
            var (start, end, kind) = (thought.Units[unit].Start, thought.Units[unit].End, thought.Units[unit].Kind);
            counts[lead + t] = kind is UnitKind.Formula or UnitKind.Equation || statement.Contains(thought.Units[unit].Sentence)
                || thought.Text.AsSpan(start, end - start).IndexOfAnyInRange('0', '9') >= 0;
        }
        return counts;
    }
}
