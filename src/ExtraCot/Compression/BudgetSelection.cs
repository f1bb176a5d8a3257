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
    private readonly IReadOnlyList<int> conclusion;

    public BudgetSelection(ThoughtLayout layout, ITokenizer student, bool keepConclusion)
    {
        this.layout = layout;
        this.student = student;
        readable = new ReadableText(layout);
        conclusion = keepConclusion ? Conclusion.Find(layout.Thought, layout.Sentences) : [];
        order = layout.Sentences.Select((range, i) => new Sentence(range, Clauses.Of(layout, range), conclusion.Contains(i) ? double.PositiveInfinity : layout.Score(range)))
            .OrderByDescending(s => s.Score).ToList();
    }

    // Upwards, each set grows from the one before. Where big formulas make that miss a ratio, downwards from the largest set may fit.
    public IReadOnlyList<ThoughtAtRatio> Cut(IReadOnlyList<double> rising)
    {
        var (none, all) = (new bool[layout.Units.Count], Enumerable.Repeat(true, layout.Units.Count).ToArray());
        var upwards = new List<Choice>();
        foreach (var ratio in rising) upwards.Add(Choose(ratio, upwards.Count == 0 ? none : upwards[^1].Kept, all));
        if (!upwards.Exists(IsMiss)) return upwards.ConvertAll(Describe);
        var downwards = new List<Choice>();
        foreach (var ratio in rising.Reverse()) downwards.Add(Choose(ratio, none, downwards.Count == 0 ? all : downwards[^1].Kept));
        downwards.Reverse();
        return (Badness(downwards).CompareTo(Badness(upwards)) < 0 ? downwards : upwards).ConvertAll(Describe);
    }

    private (int Misses, double Worst) Badness(List<Choice> choices) => (choices.Count(IsMiss), choices.Max(choice => choice.Miss));

    private bool IsMiss(Choice choice) => choice.Miss > Math.Max(1, Tolerance * layout.Tokens);

    private ThoughtAtRatio Describe(Choice choice) => new(choice.Ratio, choice.Text, choice.Tokens, choice.Tokens / (double)Math.Max(1, layout.Tokens),
        layout.Ranges(choice.Kept), IsMiss(choice) ? Reason(choice) : null);

    private Choice Choose(double ratio, bool[] floor, bool[] ceiling)
    {
        var target = ratio * layout.Tokens;
        var budget = target;
        Choice? best = null;
        for (var i = 0; i < Corrections; i++)
        {
            var kept = readable.Tidy(Fill(budget, floor, ceiling), floor);
            var text = readable.Rebuild(kept);
            var tokens = student.Encode(text).Length;
            var miss = Math.Abs(tokens - target);
            if (best is null || miss < best.Miss) best = new(ratio, kept, text, tokens, miss);
            if (miss <= Math.Max(1, Aim * layout.Tokens)) break;
            budget -= (tokens - target) * (i < 2 ? 1 : 0.5); // halved so that it does not swing between two sets
        }
        return best!;
    }

    private bool[] Fill(double budget, bool[] floor, bool[] ceiling)
    {
        var chosen = (bool[])floor.Clone();
        var room = budget;
        for (var i = 0; i < chosen.Length; i++) room -= chosen[i] ? layout.Costs[i] : 0;
        foreach (var sentence in order)
        {
            if (room < 1 && !double.IsPositiveInfinity(sentence.Score)) return chosen;
            if (Take(sentence.Range)) continue;
            foreach (var clause in sentence.Clauses) Take(clause);
            if (double.IsPositiveInfinity(sentence.Score)) KeepAnswer(sentence.Range);
        }
        if (room > WordGap * layout.Tokens) TakeWords();
        if (room > WordGap * layout.Tokens) Swap(chosen, room, floor, ceiling);
        return chosen;

        bool Take(Range range)
        {
            var cost = 0;
            var whole = true;
            for (var i = range.Start.Value; i < range.End.Value; i++)
            {
                whole &= ceiling[i];
                cost += chosen[i] || !ceiling[i] ? 0 : layout.Costs[i];
            }
            if (cost > room) return false;
            for (var i = range.Start.Value; i < range.End.Value; i++) chosen[i] |= ceiling[i];
            room -= cost;
            return whole;
        }

        void TakeWords()
        {
            foreach (var clause in order.SelectMany(sentence => sentence.Clauses))
            {
                for (var i = clause.Start.Value; i < clause.End.Value && Take(i..(i + 1)); i++) { } // up to the first unit that does not fit
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
    private void Swap(bool[] chosen, double room, bool[] floor, bool[] ceiling)
    {
        var slack = (int)(WordGap * layout.Tokens);
        var byCost = new Dictionary<int, Range>();
        foreach (var clause in order.Where(sentence => !double.IsPositiveInfinity(sentence.Score)).SelectMany(sentence => sentence.Clauses))
            if (All(clause, i => chosen[i] && !floor[i])) byCost[layout.Cost(clause)] = clause; // the last one has the lowest score
        foreach (var clause in order.SelectMany(sentence => sentence.Clauses).Where(clause => All(clause, i => ceiling[i] && !chosen[i])))
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

    private string Reason(Choice choice)
    {
        var (tokens, over) = (choice.Tokens, choice.Tokens > choice.Ratio * layout.Tokens);
        var budget = $"{choice.Ratio * layout.Tokens:0}";
        if (over && !choice.Kept.Where((keep, i) => keep && !conclusion.Contains(layout.Units[i].Sentence)).Any())
            return $"the final statement alone has {tokens} tokens, the budget {budget}";
        var largest = layout.Costs.Where((_, i) => layout.Units[i].Kind is not (UnitKind.Word or UnitKind.Punctuation) && choice.Kept[i] == over).DefaultIfEmpty(0).Max();
        return $"{tokens} tokens for a budget of {budget}: formulas stay whole, and the largest one {(over ? "kept" : "left out")} has {largest}";
    }

    private sealed record Choice(double Ratio, bool[] Kept, string Text, int Tokens, double Miss);

    private sealed record Sentence(Range Range, IReadOnlyList<Range> Clauses, double Score);
}
