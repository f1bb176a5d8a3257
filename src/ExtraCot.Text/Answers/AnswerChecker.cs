using System.Globalization;
using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>
/// Decides whether an answer is right. A pure function: it never throws, keeps no state, may be called from many threads,
/// and ends within a work budget (steps, digits, nesting) whatever it is given.
/// </summary>
public static class AnswerChecker
{
    /// <summary>Whether the final answer in a whole response equals the gold answer; see <see cref="AnswerExtractor"/> for where it is looked for.</summary>
    public static Verdict Check(string? gold, string? response)
    {
        var extracted = AnswerExtractor.Extract(response);
        if (extracted.Rule == ExtractionRule.None) return new(false, VerdictRule.Missing, gold?.Trim() ?? "", "", extracted);
        return Equal(gold, extracted.Text) with { Extracted = extracted };
    }

    /// <summary>Whether an answer equals the gold answer.</summary>
    public static Verdict Equal(string? gold, string? answer)
    {
        var (left, right) = (gold?.Trim() ?? "", answer?.Trim() ?? "");
        if (left.Length == 0 || right.Length == 0) return new(false, VerdictRule.Empty, left, right);
        if (Number(left) is { } a && Number(right) is { } b) return new(a == b, VerdictRule.Rational, a.ToString(), b.ToString());
        return new(left == right, VerdictRule.Text, left, right);
    }

    internal static bool IsAnswer(string text) => Number(text.Trim()) is not null;

    private static Rational? Number(string text)
    {
        text = text.Trim('$').Replace(",", "", StringComparison.Ordinal);
        var stroke = text.IndexOf('/');
        if (stroke > 0 && Number(text[..stroke]) is { } top && Number(text[(stroke + 1)..]) is { IsZero: false } bottom) return top / bottom;
        var point = text.IndexOf('.');
        if (point < 0) return text.Length < 1000 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, null, out var whole) ? new(whole) : null;
        var digits = text.Remove(point, 1);
        return digits.Length < 1000 && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, null, out var scaled)
            ? Rational.Of(scaled, BigInteger.Pow(10, digits.Length - point))
            : null;
    }
}
