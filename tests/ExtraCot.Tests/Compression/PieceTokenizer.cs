using System.Text.RegularExpressions;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Tests.Compression;

/// <summary>Cuts as byte-level BPE does in the large (words with their blank, single digits, runs of marks), without a vocabulary.</summary>
internal sealed partial class PieceTokenizer : ITokenizer
{
    public int VocabularySize => 1;

    public int[] Encode(string text) => new int[Piece().Count(text)];

    public TokenSpan[] EncodeWithOffsets(string text) => Piece().Matches(text).Select(m => new TokenSpan(0, m.Index, m.Index + m.Length)).ToArray();

    public int[] EncodeTrusted(string text) => Encode(text);

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => throw new NotSupportedException();

    public int? TokenToId(string token) => null;

    public string IdToToken(int id) => throw new NotSupportedException();

    [GeneratedRegex(@"[^\r\n\p{L}\p{N}]?\p{L}{1,8}|\p{N}| ?[^\s\p{L}\p{N}]{1,3}[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+|.", RegexOptions.Singleline)]
    private static partial Regex Piece();
}
