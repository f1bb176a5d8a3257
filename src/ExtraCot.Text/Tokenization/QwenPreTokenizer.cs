using static ExtraCot.Text.Tokenization.PieceScanner;

namespace ExtraCot.Text.Tokenization;

/// <summary>The splitting expression of Qwen2 and Qwen3, by hand: linear, and over code points as in Hugging Face's engine.</summary>
internal sealed class QwenPreTokenizer : IPreTokenizer
{
    /// <summary>The expression as the file writes it; each alternative is one line of <see cref="Next"/>.</summary>
    public const string Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public (int Start, int End) Next(string text, int from)
    {
        var contraction = ContractionEnd(text, from, ignoreCase: true);
        if (contraction > from) return (from, contraction);
        var (kind, width) = At(text, from);
        if (kind == Kind.Letter) return (from, RunEnd(text, from, Kind.Letter));
        if (kind is Kind.Blank or Kind.Other && text[from] is not ('\r' or '\n') && At(text, from + width).Kind == Kind.Letter)
            return (from, RunEnd(text, from + width, Kind.Letter));
        if (kind == Kind.Number) return (from, from + width);
        var mark = text.AsSpan(from).StartsWith(" ") ? from + 1 : from;
        if (At(text, mark).Kind == Kind.Other) return (from, LineBreaksEnd(text, RunEnd(text, mark, Kind.Other)));
        return (from, kind == Kind.Blank ? BlanksEnd(text, from) : from);
    }

    /// <summary>White space up to its last line break, or by the common rule when it has none.</summary>
    private static int BlanksEnd(string text, int from)
    {
        var end = RunEnd(text, from, Kind.Blank);
        var lastBreak = text.AsSpan(from, end - from).LastIndexOfAny('\r', '\n');
        return lastBreak >= 0 ? from + lastBreak + 1 : BlankEnd(text, from);
    }

    private static int LineBreaksEnd(string text, int from)
    {
        while (from < text.Length && text[from] is '\r' or '\n') from++;
        return from;
    }
}
