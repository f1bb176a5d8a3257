using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>SentencePiece's unigram model: of all ways to cut a piece into entries the one with the highest total log-probability.</summary>
internal sealed class UnigramModel : ITokenModel
{
    private const double UnknownPenalty = 10; // below the least likely entry, as in SentencePiece

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces;
    private readonly double[] scores;
    private readonly double unknownScore;
    private readonly int unknown, longest;

    /// <summary>The best way to a position: its last token, where that begins, and the score so far.</summary>
    private readonly record struct Path(int Id, int Start, double Score);

    /// <param name="vocabulary">Every entry with its id.</param>
    /// <param name="scores">Log-probability of each id.</param>
    /// <param name="unknown">Id for characters no entry covers; neighbouring ones become a single token.</param>
    /// <param name="isAdded">Entries no untrusted text may reach.</param>
    public UnigramModel(IReadOnlyDictionary<string, int> vocabulary, double[] scores, int unknown, Func<string, bool> isAdded)
    {
        (Vocabulary, this.scores, this.unknown) = (vocabulary, scores, unknown);
        var reachable = vocabulary.Where(entry => entry.Key.Length > 0 && !isAdded(entry.Key)).ToDictionary(StringComparer.Ordinal);
        pieces = reachable.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = reachable.Keys.Select(piece => piece.Length).DefaultIfEmpty().Max();
        unknownScore = scores.Min() - UnknownPenalty;
    }

    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    public ReadOnlySpan<TokenSpan> Encode(ReadOnlySpan<char> piece)
    {
        var best = new Path?[piece.Length + 1];
        best[0] = new Path(unknown, 0, 0);
        for (var start = 0; start < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[start..], out _, out var width);
            Extend(piece, start, width, best);
            start += width;
        }
        return Backtrack(best);
    }

    private void Extend(ReadOnlySpan<char> piece, int start, int width, Path?[] best)
    {
        var score = best[start]!.Value.Score;
        var covered = false;
        for (var length = 1; length <= Math.Min(longest, piece.Length - start); length++)
        {
            if (!pieces.TryGetValue(piece.Slice(start, length), out var id)) continue;
            Offer(start + length, new Path(id, start, score + scores[id]));
            covered |= length == width;
        }
        if (!covered) Offer(start + width, new Path(unknown, start, score + unknownScore));

        void Offer(int end, Path path)
        {
            if (best[end] is not { } known || path.Score > known.Score) best[end] = path;
        }
    }

    private TokenSpan[] Backtrack(Path?[] best)
    {
        var tokens = new List<TokenSpan>();
        for (var end = best.Length - 1; end > 0;)
        {
            var (id, start, _) = best[end]!.Value;
            if (id == unknown && tokens.Count > 0 && tokens[^1].Id == unknown) tokens[^1] = tokens[^1] with { Start = start };
            else tokens.Add(new TokenSpan(id, start, end));
            end = start;
        }
        tokens.Reverse();
        return [.. tokens];
    }
}
