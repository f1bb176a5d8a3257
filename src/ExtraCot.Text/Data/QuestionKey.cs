using System.Security.Cryptography;
using System.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Text.Data;

/// <summary>Whether two questions are the same but for writing (spec of stages 2 and 3, section 2.2).</summary>
public static class QuestionKey
{
    private static readonly UnicodeNormalizer Compatible = new(compatible: true, compose: true);

    /// <summary>The question in normal form: Unicode NFKC, no zero-width blank, every run of white space one blank, lower case.</summary>
    public static string Normalize(string question)
    {
        var plain = new StringBuilder(question.Length);
        var gap = false;
        foreach (var letter in Compatible.Normalize(new AlignedText(question, 0)).Text)
        {
            if (letter == '\u200B') continue;
            if (char.IsWhiteSpace(letter))
            {
                gap = plain.Length > 0;
                continue;
            }
            if (gap) plain.Append(' ');
            gap = false;
            plain.Append(char.ToLowerInvariant(letter));
        }
        return plain.ToString();
    }

    /// <summary>A short name of the normal form: 32 hexadecimal digits.</summary>
    public static string Of(string question) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(question))).AsSpan(0, 16));

    /// <summary>Words of the normal form, without punctuation, for overlap tests.</summary>
    public static IReadOnlyList<string> Words(string question)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var letter in Normalize(question).Append(' '))
        {
            if (char.IsLetterOrDigit(letter)) word.Append(letter);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        return words;
    }
}
