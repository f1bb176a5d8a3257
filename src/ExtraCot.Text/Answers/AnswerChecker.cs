namespace ExtraCot.Text.Answers;

/// <summary>
/// Decides whether an answer is right. A pure function: it never throws, keeps no state, may be called from many threads,
/// and ends within a work budget (steps, digits, nesting) whatever it is given.
/// </summary>
public static class AnswerChecker
{
    private const int LongestWhole = 2000;
    private const int MostWholeWords = 4;

    /// <summary>Whether the final answer in a whole response equals the gold answer; <see cref="AnswerExtractor"/> says where it is looked for.</summary>
    public static Verdict Check(string? gold, string? response)
    {
        var extracted = AnswerExtractor.Extract(response);
        if (extracted.Rule == ExtractionRule.None) return new(false, VerdictRule.Missing, gold?.Trim() ?? "", "", extracted);
        return Equal(gold, extracted.Text) with { Extracted = extracted };
    }

    /// <summary>Whether an answer equals the gold answer.</summary>
    public static Verdict Equal(string? gold, string? answer)
    {
        if (string.IsNullOrWhiteSpace(gold) || string.IsNullOrWhiteSpace(answer)) return new(false, VerdictRule.Empty, gold?.Trim() ?? "", answer?.Trim() ?? "");
        if (gold.Length > WorkBudget.LongestAnswer || answer.Length > WorkBudget.LongestAnswer) return OverBudget(gold, answer);
        try
        {
            return new Check(gold, answer).Run();
        }
        catch (CheckAborted)
        {
            return OverBudget(gold, answer);
        }
    }

    /// <summary>Whether a text is an answer and nothing else.</summary>
    internal static bool IsAnswer(string text)
    {
        text = text.Trim(' ', '\t', '\r', '\n');
        if (text.Length == 0 || BoxScanner.Commands.Any(box => text.Contains(box, StringComparison.Ordinal))) return false; // an empty box is no answer
        if (LooseAnswer.IsFormula(text)) return true;
        if (text.Length > LongestWhole || text.Contains('\n', StringComparison.Ordinal)) return false;
        if (TextForms.Option(text) is not null) return true;
        try
        {
            if (Answers.Check.Read(text, false, new WorkBudget()).Node is not Node.Words words) return true;
            var parts = words.Text.Split(' ');
            if (parts.Length > MostWholeWords || parts.Any(Vocabulary.SentenceWords.Contains) || text.Contains("\\(", StringComparison.Ordinal)) return false;
            return text.Any(char.IsAsciiDigit) ? parts.Any(UnitsOfMeasure.IsOperator) || CalendarDate.Normal(words.Text) is not null : LooseAnswer.LastOption(text) is null;
        }
        catch (CheckAborted)
        {
            return true; // too much to judge, but told as such
        }
    }

    private static Verdict OverBudget(string gold, string answer) => new(false, VerdictRule.Budget, Start(gold), Start(answer));

    private static string Start(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
