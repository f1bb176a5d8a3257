using System.Buffers;

namespace ExtraCot.Text.Tokenization;

/// <summary>Finds added tokens in trusted text: leftmost first, the longest of those that begin at the same place.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<string, AddedToken> byContent;
    private readonly Dictionary<char, AddedToken[]> byFirst;
    private readonly SearchValues<char> firsts;

    public AddedTokens(IReadOnlyList<AddedToken> tokens)
    {
        All = tokens;
        byContent = tokens.ToDictionary(token => token.Content, StringComparer.Ordinal);
        byFirst = tokens.GroupBy(token => token.Content[0]).ToDictionary(g => g.Key, g => g.OrderByDescending(token => token.Content.Length).ToArray());
        firsts = SearchValues.Create([.. byFirst.Keys]);
    }

    public IReadOnlyList<AddedToken> All { get; }

    public bool Contains(string content) => byContent.ContainsKey(content);

    public AddedToken? Find(string content) => byContent.GetValueOrDefault(content);

    /// <param name="text">The whole text.</param>
    /// <param name="from">Where the search begins; a match reaches no further back, whatever it strips.</param>
    public (AddedToken Token, int Start, int End)? Next(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var step = text.AsSpan(at).IndexOfAny(firsts);
            if (step < 0) return null;
            at += step;
            foreach (var token in byFirst[text[at]])
                if (string.CompareOrdinal(text, at, token.Content, 0, token.Content.Length) == 0)
                    return Widen(token, text, from, at);
        }
        return null;
    }

    private static (AddedToken, int, int) Widen(AddedToken token, string text, int from, int start)
    {
        var end = start + token.Content.Length;
        if (token.StripLeft) while (start > from && char.IsWhiteSpace(text[start - 1])) start--;
        if (token.StripRight) while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
        return (token, start, end);
    }
}
