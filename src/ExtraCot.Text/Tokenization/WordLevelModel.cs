namespace ExtraCot.Text.Tokenization;

/// <summary>
/// A closed vocabulary of whole pieces. A piece outside of it is an error even where the file names an unknown token: a
/// text silently turned into another one would be trained on and graded.
/// </summary>
internal sealed class WordLevelModel : ITokenModel
{
    private readonly Dictionary<string, int> pieces;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <param name="vocabulary">Every entry with its id.</param>
    /// <param name="isAdded">Entries no untrusted text may reach.</param>
    public WordLevelModel(IReadOnlyDictionary<string, int> vocabulary, Func<string, bool> isAdded)
    {
        Vocabulary = vocabulary;
        pieces = vocabulary.Where(entry => !isAdded(entry.Key)).ToDictionary(StringComparer.Ordinal);
        lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    public ReadOnlySpan<TokenSpan> Encode(ReadOnlySpan<char> piece) =>
        lookup.TryGetValue(piece, out var id)
            ? new[] { new TokenSpan(id, 0, piece.Length) }
            : throw new TokenizationException(
                $"the text piece '{piece}' has no token: this word-level vocabulary is closed ({pieces.Count} pieces); write the text in its words");
}
