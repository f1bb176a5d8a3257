using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Text.Tokenization;

/// <summary>The small world's Split; what its expression leaves out is a piece of its own ("Isolated").</summary>
internal sealed class SmallWorldPreTokenizer : IPreTokenizer
{
    public (int Start, int End) Next(string text, int from)
    {
        var match = SmallWorldPieces.Expression().Match(text, from);
        if (!match.Success) return (from, text.Length);
        return match.Index > from ? (from, match.Index) : (from, from + match.Length);
    }
}
