using ExtraCot.Compressor;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>The words of a thought with their probabilities, chunk by chunk.</summary>
internal sealed class LinguaWords
{
    private readonly List<LinguaWord[]> ranked = []; // of each chunk, best first
    private readonly List<LinguaWord> all;

    private LinguaWords(List<LinguaWord> all)
    {
        this.all = all;
        foreach (var chunk in all.GroupBy(word => word.Chunk))
            ranked.Add([.. chunk.OrderByDescending(word => word.Forced).ThenByDescending(word => word.Probability)]);
    }

    /// <summary>Reads a thought: one pass over each chunk.</summary>
    public static LinguaWords Of(SegmentedThought thought, TokenSpan[] tokens, CompressorModel model, LinguaOptions options, ITokenizer student)
    {
        var probabilities = model.TokenScores(thought, tokens);
        var chunks = new int[tokens.Length];
        var windows = model.Windows(thought, tokens);
        for (var c = 0; c < windows.Count; c++) Array.Fill(chunks, c, windows[c].First, windows[c].Count);
        var words = new List<LinguaWord>();
        for (int first = 0, next; first < tokens.Length; first = next)
        {
            next = first + 1;
            while (next < tokens.Length && chunks[next] == chunks[first] && !Begins(thought.Text, tokens[next], model.Tokenizer.IdToToken(tokens[next].Id))) next++;
            if (Word(thought.Text, tokens.AsSpan(first..next), probabilities.AsSpan(first..next), chunks[first], options, student) is { } word) words.Add(word);
        }
        return new LinguaWords(words);
    }

    /// <summary>In each chunk the best words up to a share of the chunk's tokens, in the text's order.</summary>
    public List<LinguaWord> Above(double share, bool dropConsecutive)
    {
        var kept = new HashSet<LinguaWord>(ReferenceEqualityComparer.Instance);
        foreach (var chunk in ranked)
        {
            var room = share * chunk.Sum(word => word.Tokens);
            foreach (var word in chunk)
            {
                if ((room -= word.Tokens) < 0) break;
                kept.Add(word);
            }
        }
        var result = new List<LinguaWord>();
        foreach (var word in all)
            if (kept.Contains(word) && !(dropConsecutive && word.Forced && result.Count > 0 && result[^1].Text == word.Text && !word.Text.Any(char.IsAsciiDigit))) result.Add(word);
        return result;
    }

    // WordPiece marks what continues a word, SentencePiece and byte-level BPE what begins one; a single ASCII mark is a word of its own.
    private static bool Begins(string text, TokenSpan token, string name)
    {
        if (name.StartsWith("##", StringComparison.Ordinal) && name.Length > 2) return false;
        var piece = text.AsSpan(token.Start..token.End);
        if (piece.Length == 1 && char.IsAscii(piece[0]) && (char.IsPunctuation(piece[0]) || char.IsSymbol(piece[0]))) return true;
        return name[0] is '▁' or 'Ġ' or 'Ċ' || piece.Length == 0 || char.IsWhiteSpace(piece[0]) || (token.Start > 0 && char.IsWhiteSpace(text[token.Start - 1]));
    }

    private static LinguaWord? Word(string text, ReadOnlySpan<TokenSpan> tokens, ReadOnlySpan<float> probabilities, int chunk, LinguaOptions options, ITokenizer student)
    {
        var (start, end) = (tokens[0].Start, tokens[^1].End);
        var before = start;
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (start == end) return null; // white space alone: it is put back between words
        var mean = 0.0;
        foreach (var probability in probabilities) mean += probability / probabilities.Length;
        var word = text[start..end];
        var forced = options.Forced.Contains(word) || (options.ReserveDigits && word.Any(char.IsAsciiDigit));
        var blank = start > before || (before > 0 && char.IsWhiteSpace(text[before - 1]));
        return new LinguaWord(start, end, blank, word, mean, forced, student.Encode(blank ? " " + word : word).Length, chunk);
    }
}
