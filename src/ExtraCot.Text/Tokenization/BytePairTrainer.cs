namespace ExtraCot.Text.Tokenization;

/// <summary>
/// Learns a byte-level BPE vocabulary (Sennrich et al. 2016; GPT-2's splitting and byte alphabet): again and again the most frequent pair of
/// neighbouring symbols becomes a new symbol. Ties go to the pair of lower ids, so equal texts give equal files.
/// </summary>
public static class BytePairTrainer
{
    private const long FewestOccurrences = 2; // a pair seen once teaches nothing

    /// <summary>Trains and writes a <c>tokenizer.json</c> with RoBERTa's special tokens (<c>&lt;s&gt; &lt;pad&gt; &lt;/s&gt; &lt;unk&gt; &lt;mask&gt;</c> = 0 … 4).</summary>
    /// <param name="texts">What to learn from; read once.</param>
    /// <param name="vocabulary">Entries at most, special tokens and the 256 bytes included; fewer where the texts hold no more pairs.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary is smaller than its fixed part.</exception>
    public static void Train(IEnumerable<string> texts, int vocabulary, string path)
    {
        var symbols = BytePairTokenizerFile.Alphabet();
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, symbols.Count);
        var merges = new List<(string Left, string Right)>();
        var words = new PairCounts(Pieces(texts, symbols));
        while (symbols.Count < vocabulary && words.TakeBest(FewestOccurrences) is { } pair)
        {
            merges.Add((symbols[pair.Left], symbols[pair.Right]));
            words.Merge(pair, symbols.Count);
            symbols.Add(symbols[pair.Left] + symbols[pair.Right]);
        }
        BytePairTokenizerFile.Write(path, symbols, merges);
    }

    // Each different piece as symbols, with its number of occurrences; sorted, so that the order of the texts does not matter.
    private static IEnumerable<(int[] Symbols, long Count)> Pieces(IEnumerable<string> texts, List<string> symbols)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var splitter = new Gpt2PreTokenizer(addPrefixSpace: false);
        foreach (var text in texts)
        {
            for (var from = 0; from < text.Length;)
            {
                var (start, end) = splitter.Next(text, from);
                if (start == end) break;
                var piece = text[start..end];
                counts[piece] = counts.GetValueOrDefault(piece) + 1;
                from = end;
            }
        }
        var byteIds = symbols.Select((symbol, id) => (symbol, id)).Where(s => s.symbol.Length == 1).ToDictionary(s => s.symbol[0], s => s.id);
        return counts.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (System.Text.Encoding.UTF8.GetBytes(entry.Key).Select(b => byteIds[ByteAlphabet.ToChar(b)]).ToArray(), entry.Value));
    }
}
