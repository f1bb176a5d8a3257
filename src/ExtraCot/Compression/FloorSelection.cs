using ExtraCot.Annotation;

namespace ExtraCot.Compression;

/// <summary>The small world's selection: steps of the solution always, then groups of helper equations, then sentences by score; the first that does not fit ends it.</summary>
internal sealed class FloorSelection : ISelection
{
    private readonly ThoughtLayout layout;
    private readonly double slack;
    private readonly List<Range> queue;
    private readonly bool[] kept;
    private int tokens;
    private int next;

    public FloorSelection(ThoughtLayout layout, double slack)
    {
        this.layout = layout;
        this.slack = slack;
        kept = new bool[layout.Units.Count];
        var roles = FormulaRoles.Of(layout.Thought);
        var byRole = layout.Sentences.Select((range, i) => (Range: range, Role: roles[i])).ToList();
        foreach (var (range, _) in byRole.Where(s => s.Role == FormulaRole.Core)) Keep(range);
        queue = [.. HelperGroups(byRole), .. byRole.Where(s => s.Role is FormulaRole.None or FormulaRole.Check).Select(s => s.Range).OrderByDescending(layout.Score)];
    }

    public IReadOnlyList<ThoughtAtRatio> Cut(IReadOnlyList<double> rising) => rising.Select(Cut).ToList();

    private ThoughtAtRatio Cut(double ratio)
    {
        var budget = ratio * layout.Tokens;
        for (; next < queue.Count; next++)
        {
            var cost = layout.Cost(queue[next]);
            if (tokens + cost > budget + slack * cost) break;
            Keep(queue[next]);
        }
        var text = string.Concat(layout.Units.Where((_, i) => kept[i]).Select(u => layout.Thought.Text[u.Start..u.End]));
        return new(ratio, text, tokens, (double)tokens / Math.Max(1, layout.Tokens), layout.Ranges(kept), Note(budget));
    }

    private string? Note(double budget) => next == 0 && tokens > budget ? $"the steps of the solution alone have {tokens} tokens, the budget {budget:0}" : null;

    private static IEnumerable<Range> HelperGroups(List<(Range Range, FormulaRole Role)> sentences)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            if (sentences[i].Role != FormulaRole.Helper) continue;
            var first = i;
            while (sentences[i + 1].Role == FormulaRole.Helper) i++; // a group ends in the step it serves
            yield return sentences[first].Range.Start..sentences[i].Range.End;
        }
    }

    private void Keep(Range range)
    {
        Array.Fill(kept, true, range.Start.Value, range.End.Value - range.Start.Value);
        tokens += layout.Cost(range);
    }
}
