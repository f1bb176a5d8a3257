using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace ExtraCot.Text.Answers;

/// <summary>Answers in words: comparable forms, option letters, numbers in words.</summary>
internal static class TextForms
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("\\^_=<>+*/|&{}[]");
    private static readonly FrozenSet<string> Empty = FrozenSet.ToFrozenSet(["no solution", "no solutions", "empty set", "no real solution", "no real solutions"]);
    private static readonly FrozenSet<string> Reals = FrozenSet.ToFrozenSet(["all real numbers", "all reals", "real numbers", "any real number"]);
    private static readonly FrozenSet<string> Articles = FrozenSet.ToFrozenSet(["the", "a", "an"]);

    /// <summary>
    /// Words lower-cased, their punctuation and LaTeX dress dropped. What holds operators keeps its case and all but its blanks:
    /// a formula that could not be parsed is equal to itself alone.
    /// </summary>
    public static string Normal(string answer)
    {
        var plain = Undressed(answer);
        if (plain.AsSpan().ContainsAny(Operators)) return Exact(answer);
        var words = plain.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('.', ',', ';', ':', '!', '?', '"', '\'', '`', '(', ')')).Where(word => word.Length > 0).ToList();
        if (words is ["dne"]) return "does not exist";
        if (words.Count > 1 && Articles.Contains(words[0])) words.RemoveAt(0);
        return string.Join(' ', words);
    }

    /// <summary>The answer as written, without blanks that separate no letters or digits, LaTeX dress and a full stop: two that agree in this are equal whatever they mean.</summary>
    public static string Exact(string answer)
    {
        var plain = Undressed(answer).Trim();
        var written = new StringBuilder(plain.Length);
        var blank = false;
        foreach (var letter in plain)
        {
            if (!char.IsWhiteSpace(letter))
            {
                if (blank && written.Length > 0 && char.IsLetterOrDigit(written[^1]) && char.IsLetterOrDigit(letter)) written.Append(' ');
                written.Append(letter);
            }
            blank = char.IsWhiteSpace(letter);
        }
        return written.Length > 1 && written[^1] == '.' ? written.ToString(0, written.Length - 1) : written.ToString();
    }

    /// <summary>What words in <see cref="Normal"/> form mean as a formula: a number, the empty set, the real line; else null.</summary>
    public static Node? Meaning(string normal)
    {
        if (Number(normal) is { } number) return new Node.Number(number);
        if (Empty.Contains(normal)) return new Node.Set([]);
        return Reals.Contains(normal) ? new Node.Tuple('(', ')', [new Node.Multiply([new Node.Number(-1), new Node.Symbol("∞")]), new Node.Symbol("∞")]) : null;
    }

    /// <summary>The value of a number in words ("twelve", "twenty-one", "two thirds"), or null.</summary>
    public static Rational? Number(string normal) => NumberWords.Value(normal);

    /// <summary>
    /// The option an answer names ("B", "(b)", "\text{(B)}", "option d", "C.", "(B) 12"), whether it is marked as an option by more than
    /// being one letter, and what stands behind the letter.
    /// </summary>
    public static (char Letter, bool Marked, string Content)? Option(string answer)
    {
        if (answer.Length > 400) return null;
        var plain = Undressed(answer).Trim();
        var marked = plain.Length > 1 || plain.Length < answer.Trim().Trim('$').Length;
        foreach (var word in (ReadOnlySpan<string>)["option", "choice", "answer"])
        {
            if (plain.StartsWith(word, StringComparison.OrdinalIgnoreCase)) plain = plain[word.Length..].TrimStart(':', ' ');
        }
        var bracketed = plain.StartsWith('(') || plain.StartsWith('[') || plain.StartsWith('{');
        var at = bracketed ? 1 : 0;
        while (at < plain.Length && plain[at] == ' ') at++;
        if (at >= plain.Length || char.ToUpperInvariant(plain[at]) is not (>= 'A' and <= 'J')) return null;
        var letter = char.ToUpperInvariant(plain[at]);
        var rest = plain[(at + 1)..].TrimStart();
        if (bracketed)
        {
            if (rest.Length == 0 || rest[0] is not (')' or ']' or '}')) return null;
            rest = rest[1..];
            return rest.Length == 0 || rest[0] is ' ' or '.' or ':' or '\\' ? (letter, true, rest.TrimStart(' ', '.', ':')) : null;
        }
        if (rest.Length == 0) return (letter, marked, "");
        return rest[0] is ')' or '.' or ':' && (rest.Length == 1 || rest[1] == ' ' && char.IsAsciiLetterUpper(plain[at])) ? (letter, true, rest[1..].Trim()) : null;
    }

    private static string Undressed(string answer)
    {
        var written = new StringBuilder(answer.Length);
        for (var index = 0; index < answer.Length; index++)
        {
            var letter = answer[index];
            if (letter is '$' or '~' || letter == '*' && index + 1 < answer.Length && answer[index + 1] == '*') continue;
            if (letter == '*' && index > 0 && answer[index - 1] == '*') continue;
            if (letter == '\\' && Command(answer, index) is > 0 and var length)
            {
                index += length - 1;
                written.Append(' ');
            }
            else written.Append(letter);
        }
        return Unbraced(written.ToString());
    }

    // The length of a command that dresses words, or 0.
    private static int Command(string answer, int index)
    {
        var end = index + 1;
        while (end < answer.Length && char.IsAsciiLetter(answer[end])) end++;
        var name = answer.AsSpan(index + 1, end - index - 1);
        if (name.Length == 0) return end < answer.Length && answer[end] is ' ' or ',' or '!' or ';' or ':' ? 2 : 0;
        return Vocabulary.Texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || Vocabulary.Dropped.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) ? end - index : 0;
    }

    private static string Unbraced(string text) =>
        text.AsSpan().ContainsAny("\\^_") ? text : text.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
}
