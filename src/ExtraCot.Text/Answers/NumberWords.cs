namespace ExtraCot.Text.Answers;

/// <summary>Numbers in English words.</summary>
internal static class NumberWords
{
    private static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Parts = ["", "", "half", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>The value of a lower-case number from zero to 999 or a simple fraction ("two thirds", "one half"), or null.</summary>
    public static Rational? Value(string words)
    {
        if (words.Length is < 3 or > 40) return null;
        var parts = words.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return null;
        if (parts.Length == 2 && Part(parts[1]) is { } part && Below1000(parts.AsSpan(0, 1)) is { } count) return Rational.Of(count, part);
        return Below1000(parts) is { } value ? value : null;
    }

    private static int? Part(string word)
    {
        var singular = word.EndsWith('s') ? word[..^1] : word;
        return singular == "quarter" ? 4 : Array.IndexOf(Parts, singular) is > 1 and var index ? index : null;
    }

    private static int? Below1000(ReadOnlySpan<string> words)
    {
        if (words is [_, "hundred", ..] && Array.IndexOf(Units, words[0]) is > 0 and < 10 and var hundreds)
        {
            var rest = words.Length > 2 && words[2] == "and" ? words[3..] : words[2..];
            return rest.IsEmpty ? 100 * hundreds : Below100(rest) is { } below ? 100 * hundreds + below : null;
        }
        return Below100(words);
    }

    private static int? Below100(ReadOnlySpan<string> words)
    {
        if (words.Length == 1 && Array.IndexOf(Units, words[0]) is >= 0 and var unit) return unit;
        if (words.Length is not (1 or 2) || Array.IndexOf(Tens, words[0]) is not (> 1 and var tens)) return null;
        if (words.Length == 1) return 10 * tens;
        return Array.IndexOf(Units, words[1]) is > 0 and < 10 and var digit ? 10 * tens + digit : null;
    }
}
