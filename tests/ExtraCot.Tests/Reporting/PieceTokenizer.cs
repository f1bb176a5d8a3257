using System.Text.RegularExpressions;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Tests.Reporting;

/// <summary>Small-world pieces with ids as they come: a tokenizer that needs no file.</summary>
internal sealed class PieceTokenizer : ITokenizer
{
    private static readonly string[] Special = ["<pad>", "<bos>", "<eos>", "<user>", "<assistant>", "<think>", "</think>", .. ControlToken.All.Select(token => token.Text)];
    private static readonly Regex SpecialPattern = new($"({string.Join('|', Special.Select(Regex.Escape))})");
    private readonly List<string> pieces = [.. Special];

    public int VocabularySize => pieces.Count;

    public int[] Encode(string text) => [.. SmallWorldPieces.Split(text).Select(IdOf)];

    public TokenSpan[] EncodeWithOffsets(string text) => throw new NotSupportedException();

    public int[] EncodeTrusted(string text) => [.. SpecialPattern.Split(text).SelectMany(part => Special.Contains(part) ? [IdOf(part)] : Encode(part))];

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => string.Concat(ids.ToArray().Select(IdToToken));

    public int? TokenToId(string token) => pieces.IndexOf(token) is >= 0 and var id ? id : null;

    public string IdToToken(int id) => pieces[id];

    private int IdOf(string piece)
    {
        if (TokenToId(piece) is { } known) return known;
        pieces.Add(piece);
        return pieces.Count - 1;
    }
}
