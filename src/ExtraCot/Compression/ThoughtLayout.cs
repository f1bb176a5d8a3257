using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>A thought with what selection needs to know of each unit and sentence.</summary>
internal sealed class ThoughtLayout
{
    public ThoughtLayout(SegmentedThought thought, float[] scores, TokenSpan[] tokens)
    {
        Thought = thought;
        Scores = scores;
        Tokens = tokens.Length;
        Sentences = Annotation.Sentences.Of(thought.Units);
        Costs = new int[thought.Units.Count];
        var unit = 0;
        foreach (var token in tokens)
        {
            while (unit < Costs.Length - 1 && token.Start >= thought.Units[unit].End) unit++;
            if (Costs.Length > 0) Costs[unit]++;
        }
    }

    public SegmentedThought Thought { get; }

    public IReadOnlyList<Unit> Units => Thought.Units;

    public float[] Scores { get; }

    /// <value>Tokens of the whole thought.</value>
    public int Tokens { get; }

    /// <value>Tokens that begin in each unit of the whole text; a cut text may join them a little differently.</value>
    public int[] Costs { get; }

    public IReadOnlyList<Range> Sentences { get; }

    /// <summary>Tokens of a range of units.</summary>
    public int Cost(Range range) => Sum(Costs.AsSpan(range));

    /// <summary>Mean score of a range of units, each weighted with its tokens.</summary>
    public double Score(Range range)
    {
        var (sum, weight) = (0.0, 0);
        for (var i = range.Start.Value; i < range.End.Value; i++)
        {
            sum += Scores[i] * (double)Costs[i];
            weight += Costs[i];
        }
        return weight == 0 ? 0 : sum / weight;
    }

    /// <summary>Kept units as ranges of the text, neighbours joined, the white space before each run left out.</summary>
    public List<(int Start, int End)> Ranges(bool[] kept)
    {
        var ranges = new List<(int Start, int End)>();
        for (var i = 0; i < kept.Length; i++)
        {
            if (!kept[i]) continue;
            if (i > 0 && kept[i - 1]) ranges[^1] = (ranges[^1].Start, Units[i].End);
            else ranges.Add((TextStart(i), Units[i].End));
        }
        return ranges;
    }

    /// <summary>Where a unit's text begins behind its leading white space.</summary>
    public int TextStart(int unit)
    {
        var at = Units[unit].Start;
        while (at < Units[unit].End - 1 && char.IsWhiteSpace(Thought.Text[at])) at++;
        return at;
    }

    private static int Sum(ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
