using System.Text.RegularExpressions;

namespace ExtraCot.SftData;

/// <summary>How repetitive a text is (spec of stages 2 and 3, section 2.5).</summary>
/// <param name="Bigrams">Share of word pairs that occur more than once.</param>
/// <param name="Trigrams">Share of word triples that occur more than once.</param>
/// <param name="DistinctShare">Different words over words.</param>
/// <param name="TopWord">Share of the most frequent word.</param>
/// <param name="WordRun">Longest run of one word.</param>
internal sealed partial record RepetitionProfile(double Bigrams, double Trigrams, double DistinctShare, double TopWord, int WordRun)
{
    /// <summary>The profile of a text whose numbers and formula commands count as one word each.</summary>
    public static RepetitionProfile Of(string text) => Of(Words(text));

    /// <summary>The profile of words given by number.</summary>
    public static RepetitionProfile Of(ReadOnlySpan<int> words)
    {
        if (words.Length == 0) return new(0, 0, 0, 0, 0);
        var counts = new Dictionary<int, int>();
        var (run, longest) = (0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            counts[words[i]] = counts.GetValueOrDefault(words[i]) + 1;
            run = i > 0 && words[i] == words[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return new(Repeated(words, 2), Repeated(words, 3), counts.Count / (double)words.Length, counts.Values.Max() / (double)words.Length, longest);
    }

    /// <summary>A text's words in normal form, each different one by a number of its own.</summary>
    public static int[] Words(string text)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var plain = Marks().Replace(Number().Replace(Command().Replace(text.Replace('$', ' '), " CMD "), "NUM"), " ").ToLowerInvariant();
        return [.. plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Index)];

        int Index(string word)
        {
            if (!known.TryGetValue(word, out var index)) known[word] = index = known.Count;
            return index;
        }
    }

    private static double Repeated(ReadOnlySpan<int> words, int length)
    {
        var counts = new Dictionary<(int, int, int), int>();
        for (var i = 0; i + length <= words.Length; i++)
        {
            var gram = (words[i], words[i + 1], length > 2 ? words[i + 2] : -1);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        var all = counts.Values.Sum();
        return all == 0 ? 0 : counts.Values.Where(count => count > 1).Sum() / (double)all;
    }

    [GeneratedRegex(@"\\[A-Za-z]+")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<![A-Za-z])[+-]?\d+(?:\.\d+|/\d+)?(?![A-Za-z])")]
    private static partial Regex Number();

    [GeneratedRegex(@"[{}^_#~]")]
    private static partial Regex Marks();
}
