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
            budget -= (tokens - target) * (i < 2 ? 1 : 0.5); // halved so that it does not swing between two sets
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
        if (room > WordGap * layout.Tokens) Swap(chosen, room);
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

    // Only formulas longer than the gap are left: one of them takes the place of something shorter by just the right length.
    private void Swap(bool[] chosen, double room)
    {
        var slack = (int)(WordGap * layout.Tokens);
        var byCost = new Dictionary<int, Range>();
        foreach (var clause in order.Where(sentence => !double.IsPositiveInfinity(sentence.Score)).SelectMany(sentence => sentence.Clauses))
            if (All(clause, i => chosen[i] && !kept[i])) byCost[layout.Cost(clause)] = clause; // the last one has the lowest score
        foreach (var clause in order.SelectMany(sentence => sentence.Clauses).Where(clause => All(clause, i => !chosen[i])))
        {
            for (var left = 0; left <= slack; left++)
            {
                if (!byCost.TryGetValue(layout.Cost(clause) - (int)room + left, out var victim)) continue;
                Array.Fill(chosen, false, victim.Start.Value, victim.End.Value - victim.Start.Value);
                Array.Fill(chosen, true, clause.Start.Value, clause.End.Value - clause.Start.Value);
                return;
            }
        }
    }

    private static bool All(Range range, Predicate<int> holds)
    {
        for (var i = range.Start.Value; i < range.End.Value; i++)
            if (!holds(i)) return false;
        return true;
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
        var range = conclusion < 0 ? ..0 : layout.Sentences[conclusion];
        if (tokens > target && kept.Where((_, i) => i < range.Start.Value || i >= range.End.Value).All(keep => !keep))
            return $"the final statement alone has {tokens} tokens, the budget {target:0}";
        var largest = layout.Costs.Where((_, i) => layout.Units[i].Kind is not (UnitKind.Word or UnitKind.Punctuation) && kept[i] == tokens > target).DefaultIfEmpty(0).Max();
        return $"{tokens} tokens for a budget of {target:0}: formulas stay whole, and the largest one {(tokens > target ? "kept" : "left out")} has {largest}";
    }

    private sealed record Sentence(Range Range, IReadOnlyList<Range> Clauses, double Score);
}
