using System.Buffers;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>What one sentence says and which values stand in it.</summary>
internal sealed class SentenceFacts
{
    public SentenceFacts(SegmentedThought thought, Range units)
    {
        Units = units;
        var (first, last) = (thought.Units[units.Start.Value], thought.Units[units.End.Value - 1]);
        Text = thought.Text[first.Start..last.End];
        Step = first.Step;
        foreach (var unit in thought.Units.Slice(units)) Read(thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Trim(), unit.Kind);
    }

    public Range Units { get; }

    public string Text { get; }

    public int Step { get; }

    /// <value>The sentence's formulas in one spelling, each as its sides.</value>
    public List<string[]> Formulas { get; } = [];

    /// <value>Values that stand in it: sides of formulas and numbers in the text.</value>
    public HashSet<string> Values { get; } = [];

    /// <value>The value it ends in: the last side of its last formula or its last number; null when it has none.</value>
    public string? LastValue { get; private set; }

    /// <value>Its words in lower case.</value>
    public List<string> Words { get; } = [];

    /// <value>Whether it has an equation or inequality.</value>
    public bool HasRelation => Formulas.Any(sides => sides.Length > 1);

    public bool Says(SearchValues<string> cues) => Text.AsSpan().ContainsAny(cues);

    private void Read(ReadOnlySpan<char> piece, UnitKind kind)
    {
        if (kind is UnitKind.Formula or UnitKind.Equation)
        {
            var sides = FormulaText.Sides(FormulaText.Normalise(piece));
            Formulas.Add(sides);
            if (sides.Length > 0 && !(sides[^1].Length == 1 && char.IsLetter(sides[^1][0]))) LastValue = sides[^1];
            foreach (var side in sides)
            {
                Values.Add(side);
                AddNumbers(side);
            }
        }
        else if (kind == UnitKind.Word)
        {
            Words.Add(piece.ToString().ToLowerInvariant());
            if (piece.IndexOfAnyInRange('0', '9') >= 0) LastValue = piece.TrimStart(@"\$").TrimEnd('%').ToString();
            AddNumbers(piece);
        }
    }

    private void AddNumbers(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end > i && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))) end++;
            if (end > i) Values.Add(text[i..end].ToString());
            i = end + 1;
        }
    }
}
