using System.Text.RegularExpressions;

namespace ExtraCot.Reporting;

/// <summary>
/// Finds what of a full thought a shorter one keeps: the heaviest common subsequence of words and whole formulas, which prefers
/// unbroken stretches so that scattered small words do not pass for kept text.
/// </summary>
internal static partial class ThoughtAlignment
{
    private const double FormulaWeight = 4, WordWeight = 1, StretchBonus = 1;

    /// <summary>Below this weight a stretch is taken for chance: two words in a row without a formula.</summary>
    private const double LeastStretch = 4;

    /// <summary>Above this product of lengths the tables would take more than half a gigabyte; nothing is struck then.</summary>
    private const long MostCells = 32_000_000;

    /// <summary>Stretches of <paramref name="full"/> that <paramref name="shorter"/> keeps, in order.</summary>
    public static IReadOnlyList<TextRange> Kept(string full, string shorter)
    {
        var (a, b) = (Pieces(full), Pieces(shorter));
        if ((long)a.Count * b.Count > MostCells) return [new(0, full.Length)];
        var (any, matched) = Weigh(a, b);
        var kept = new List<TextRange>();
        int i = a.Count, j = b.Count;
        while (i > 0 && j > 0)
        {
            if (matched[i, j] < any[i, j])
            {
                if (any[i - 1, j] >= any[i, j - 1]) i--;
                else j--;
                continue;
            }
            // A stretch ends here: walk to its beginning.
            int end = i;
            var weight = 0.0;
            while (true)
            {
                var alone = Weight(a[i - 1].Value);
                weight += alone;
                var goesOn = matched[i, j] > any[i - 1, j - 1] + alone;
                (i, j) = (i - 1, j - 1);
                if (!goesOn) break;
            }
            if (weight >= LeastStretch) kept.Add(new(a[i].Index, a[end - 1].Index + a[end - 1].Length));
        }
        kept.Reverse();
        return kept;
    }

    /// <summary>Best weights of all pairs of prefixes: of any common subsequence, and of one that ends with both last pieces.</summary>
    private static (double[,] Any, double[,] Matched) Weigh(List<Match> a, List<Match> b)
    {
        double[,] any = new double[a.Count + 1, b.Count + 1], matched = new double[a.Count + 1, b.Count + 1];
        for (var i = 0; i <= a.Count; i++)
            for (var j = 0; j <= b.Count; j++)
            {
                matched[i, j] = double.NegativeInfinity;
                if (i == 0 || j == 0) continue;
                if (a[i - 1].ValueSpan.SequenceEqual(b[j - 1].ValueSpan))
                    matched[i, j] = Weight(a[i - 1].Value) + Math.Max(any[i - 1, j - 1], matched[i - 1, j - 1] + StretchBonus);
                any[i, j] = Math.Max(matched[i, j], Math.Max(any[i - 1, j], any[i, j - 1]));
            }
        return (any, matched);
    }

    private static double Weight(string piece) => piece[0] switch
    {
        '$' => FormulaWeight,
        _ => char.IsLetterOrDigit(piece[0]) ? WordWeight : 0.25 * WordWeight,
    };

    private static List<Match> Pieces(string text) => [.. Piece().Matches(text).Cast<Match>()];

    [GeneratedRegex(@"\$[^$\n]+\$|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]")]
    private static partial Regex Piece();
}
