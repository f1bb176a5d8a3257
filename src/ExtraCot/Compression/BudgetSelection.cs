using ExtraCot.Annotation;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>
/// Whole sentences by score, the last gap by clause, then by word. Costs of units are known only roughly before the text is rebuilt,
/// so the budget is corrected by what the rebuilt text really counts until it fits.
/// </summary>
internal sealed class BudgetSelection : ISelection
{
    private const int Corrections = 6;
    private const double Aim = 0.005;       // of the whole: a hit, no further correction
    private const double Tolerance = 0.02;  // of the whole: beyond it the miss is explained
    private const double WordGap = 0.01;    // of the whole: a smaller gap is left open rather than filled with torn words

    private readonly ThoughtLayout layout;
    private readonly ITokenizer student;
    private readonly ReadableText readable;
    private readonly List<Sentence> order;
    private readonly int conclusion;
    private bool[] kept;

    public BudgetSelection(ThoughtLayout layout, ITokenizer student, bool keepConclusion)
    {
        this.layout = layout;
        this.student = student;
        readable = new ReadableText(layout);
        kept = new bool[layout.Units.Count];
        conclusion = keepConclusion ? Conclusion.Sentence(layout.Thought, layout.Sentences) : -1;
        order = layout.Sentences.Select((range, i) => new Sentence(range, Clauses.Of(layout, range), i == conclusion ? double.PositiveInfinity : layout.Score(range)))
            .OrderByDescending(s => s.Score).ToList();
    }

    public ThoughtAtRatio Cut(double ratio)
    {
        var target = ratio * layout.Tokens;
        var budget = target;
        (bool[] Kept, string Text, int Tokens)? best = null;
        for (var i = 0; i < Corrections; i++)
        {
            var chosen = readable.Tidy(Fill(budget), kept);
            var text = readable.Rebuild(chosen);
            var tokens = student.Encode(text).Length;
            if (best is null || Math.Abs(tokens - target) < Math.Abs(best.Value.Tokens - target)) best = (chosen, text, tokens);
            if (Math.Abs(tokens - target) <= Math.Max(1, Aim * layout.Tokens)) break;
            budget -= tokens - target;
        }
        kept = best!.Value.Kept;
        return new(ratio, best.Value.Text, best.Value.Tokens, best.Value.Tokens / (double)Math.Max(1, layout.Tokens), layout.Ranges(kept), Note(target, best.Value.Tokens));
    }

    private bool[] Fill(double budget)
    {
        var chosen = (bool[])kept.Clone();
        var room = budget;
        for (var i = 0; i < chosen.Length; i++) room -= chosen[i] ? layout.Costs[i] : 0;
        foreach (var sentence in order)
        {
            if (room < 1) return chosen;
            if (Take(sentence.Range)) continue;
            foreach (var clause in sentence.Clauses) Take(clause);
            if (double.IsPositiveInfinity(sentence.Score)) KeepAnswer(sentence.Range);
        }
        if (room > WordGap * layout.Tokens) TakeWords();
        return chosen;

        bool Take(Range range)
        {
            var cost = 0;
            for (var i = range.Start.Value; i < range.End.Value; i++) cost += chosen[i] ? 0 : layout.Costs[i];
            if (cost > room) return false;
            Array.Fill(chosen, true, range.Start.Value, range.End.Value - range.Start.Value);
            room -= cost;
            return true;
        }

        void TakeWords()
        {
            foreach (var clause in order.SelectMany(sentence => sentence.Clauses))
            {
                for (var i = clause.Start.Value; i < clause.End.Value && Take(i..(i + 1)); i++) { }
                if (room <= WordGap * layout.Tokens) return;
            }
        }

        // However small the budget, the value itself stays.
        void KeepAnswer(Range range)
        {
            var answer = Answer(range);
            room -= chosen[answer] ? 0 : layout.Costs[answer];
            chosen[answer] = true;
        }
    }

    private int Answer(Range sentence)
    {
        int? value = null, boxed = null;
        for (var i = sentence.Start.Value; i < sentence.End.Value; i++)
        {
            var text = layout.Thought.Text.AsSpan(layout.Units[i].Start..layout.Units[i].End);
            if (layout.Units[i].Kind is UnitKind.Formula or UnitKind.Equation || text.IndexOfAnyInRange('0', '9') >= 0) value = i;
            if (text.Contains(@"\boxed", StringComparison.Ordinal)) boxed = i;
        }
        return boxed ?? value ?? sentence.Start.Value;
    }

    private string? Note(double target, int tokens)
    {
        if (Math.Abs(tokens - target) <= Math.Max(1, Tolerance * layout.Tokens)) return null;
        if (tokens > target) return $"the final statement alone has {tokens} tokens, the budget {target:0}";
        var smallest = layout.Costs.Where((cost, i) => !kept[i] && cost > 0).DefaultIfEmpty(0).Min();
        return $"{target - tokens:0} tokens of the budget are left; the smallest unit not kept has {smallest}";
    }

    private sealed record Sentence(Range Range, IReadOnlyList<Range> Clauses, double Score);
}
