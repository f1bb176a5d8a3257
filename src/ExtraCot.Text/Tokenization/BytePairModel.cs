using System.Collections.Concurrent;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Byte-level byte-pair encoding: a piece's bytes are merged pair by pair, best rank first, leftmost first among equals.</summary>
internal sealed class BytePairModel : ITokenModel
{
    // Words repeat: a cache spares nearly all merging. Bounded so that a server's memory is too.
    private const int CachedPieces = 1 << 16, LongestCached = 48;

    private readonly int[] byteIds = new int[256];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> merges;
    private readonly ConcurrentDictionary<string, TokenSpan[]> cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenSpan[]>.AlternateLookup<ReadOnlySpan<char>> cached;
    private int cachedCount;

    /// <param name="vocabulary">Every entry with its id.</param>
    /// <param name="merges">Rank and resulting id of every pair of ids.</param>
    /// <exception cref="KeyNotFoundException">A single byte has no entry.</exception>
    public BytePairModel(IReadOnlyDictionary<string, int> vocabulary, Dictionary<(int Left, int Right), (int Rank, int Id)> merges)
    {
        (Vocabulary, this.merges) = (vocabulary, merges);
        for (var b = 0; b < 256; b++) byteIds[b] = vocabulary[ByteAlphabet.ToChar((byte)b).ToString()];
        cached = cache.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    public ReadOnlySpan<TokenSpan> Encode(ReadOnlySpan<char> piece)
    {
        if (cached.TryGetValue(piece, out var known)) return known;
        var tokens = Merge(piece);
        if (piece.Length <= LongestCached && Volatile.Read(ref cachedCount) < CachedPieces && cached.TryAdd(piece, tokens))
            Interlocked.Increment(ref cachedCount);
        return tokens;
    }

    private TokenSpan[] Merge(ReadOnlySpan<char> piece)
    {
        var symbols = new SymbolList(Bytes(piece, out var origins), byteIds);
        var queue = new PriorityQueue<(int Left, int Id), long>();
        for (var i = 0; i + 1 < symbols.Count; i++) Offer(i);
        while (queue.TryDequeue(out var merge, out _))
        {
            // A merge offered earlier is stale once one of its two symbols has been merged otherwise.
            if (!merges.TryGetValue(symbols.Pair(merge.Left), out var current) || current.Id != merge.Id) continue;
            symbols.Join(merge.Left, merge.Id);
            Offer(symbols.Previous(merge.Left));
            Offer(merge.Left);
        }
        return symbols.ToSpans(origins);

        void Offer(int left)
        {
            if (left >= 0 && merges.TryGetValue(symbols.Pair(left), out var merge)) queue.Enqueue((left, merge.Id), ((long)merge.Rank << 32) | (uint)left);
        }
    }

    /// <summary>The piece in UTF-8 and, for each byte, the UTF-16 range of the character it belongs to.</summary>
    private static byte[] Bytes(ReadOnlySpan<char> piece, out (int Start, int End)[] origins)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(piece)];
        origins = new (int, int)[bytes.Length];
        var (at, unit) = (0, 0);
        foreach (var rune in piece.EnumerateRunes()) // a lone surrogate is read as U+FFFD
        {
            var width = rune.EncodeToUtf8(bytes.AsSpan(at));
            origins.AsSpan(at, width).Fill((unit, unit + rune.Utf16SequenceLength));
            at += width;
            unit += rune.Utf16SequenceLength;
        }
        return bytes;
    }
}
