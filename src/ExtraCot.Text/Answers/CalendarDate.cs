using System.Globalization;

namespace ExtraCot.Text.Answers;

/// <summary>Dates in words.</summary>
internal static class CalendarDate
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>"5th of May, 2020" and "May 5, 2020" as "may 5 2020"; null where the words are no date.</summary>
    public static string? Normal(string words)
    {
        var (month, day, year) = (0, 0, 0);
        foreach (var word in words.ToLowerInvariant().Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "of" or "the") continue;
            if (month == 0 && Month(word) is > 0 and var found) month = found;
            else if (day == 0 && Number(word.TrimEnd('t', 'h', 's', 'n', 'd', 'r')) is >= 1 and <= 31 and var number) day = number;
            else if (year == 0 && word.Length == 4 && Number(word) is > 0 and var four) year = four;
            else return null;
        }
        return month == 0 || day == 0 ? null : year == 0 ? $"{Months[month - 1]} {day}" : $"{Months[month - 1]} {day} {year}";
    }

    private static int Month(string word) =>
        word.Length < 3 ? 0 : 1 + Array.FindIndex(Months, month => month == word || word.Length == 3 && month.StartsWith(word, StringComparison.Ordinal) || word == "sept" && month == "september");

    private static int Number(string digits) => digits.Length <= 4 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
