namespace ExtraCot.Text.Tokenization;

/// <summary>WordPiece: the longest known beginning, then the longest known continuation; a word that cannot be covered is one unknown token.</summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> starts, continuations;
    private readonly int unknown, longestWord, longestPiece;

    /// <param name="vocabulary">Every entry with its id.</param>
    /// <param name="prefix">Mark of entries that continue a word ("##").</param>
    /// <param name="unknown">Id for words that cannot be covered.</param>
    /// <param name="longestWord">Longer words, in code points, are unknown.</param>
    /// <param name="isAdded">Entries no untrusted text may reach.</param>
    public WordPieceModel(IReadOnlyDictionary<string, int> vocabulary, string prefix, int unknown, int longestWord, Func<string, bool> isAdded)
    {
        (Vocabulary, this.unknown, this.longestWord) = (vocabulary, unknown, longestWord);
        var pieces = vocabulary.Where(entry => !isAdded(entry.Key)).ToDictionary(StringComparer.Ordinal);
        longestPiece = pieces.Keys.Select(piece => piece.Length).DefaultIfEmpty().Max();
        starts = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        continuations = pieces.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    public ReadOnlySpan<TokenSpan> Encode(ReadOnlySpan<char> piece)
    {
        var whole = new[] { new TokenSpan(unknown, 0, piece.Length) };
        if (CodePoints(piece) > longestWord) return whole;
        var tokens = new List<TokenSpan>();
        for (var start = 0; start < piece.Length; start = tokens[^1].End)
        {
            if (Longest(piece, start) is not { } token) return whole;
            tokens.Add(token);
        }
        return tokens.ToArray();
    }

    private TokenSpan? Longest(ReadOnlySpan<char> piece, int start)
    {
        var entries = start == 0 ? starts : continuations;
        for (var length = Math.Min(longestPiece, piece.Length - start); length > 0; length--)
            if (entries.TryGetValue(piece.Slice(start, length), out var id)) return new TokenSpan(id, start, start + length);
        return null;
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
