using System.Text;
using ExtraCot.Compressor;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using static TorchSharp.torch;

namespace ExtraCot.Compression;

/// <summary>
/// LLMLingua-2 (Pan et al., arXiv 2403.12968) as a peer: a BERT or XLM-RoBERTa classifier reads chunks of the thought without the question; a word's
/// probability is the mean over its tokens; in each chunk the words above a percentile stay. Words with digits are reserved, as the
/// published comparison has it (<c>force_reserve_digit</c>), and forced words that only repeat the one before are dropped (<c>drop_consecutive</c>).
/// </summary>
/// <remarks>
/// Two things differ, so that compressors can be compared at equal length: the percentile is searched until the rebuilt text realises the ratio in
/// the student's tokens, and where the reserved words alone exceed a chunk's share, they compete by their probability.
/// </remarks>
/// <param name="model">The classifier and its tokenizer; disposed of with this.</param>
/// <param name="student">The tokenizer in which lengths count.</param>
/// <param name="options">What is kept by force; null for the defaults.</param>
public sealed class LinguaCompressor(CompressorModel model, ITokenizer student, LinguaOptions? options = null) : ITraceCompressor
{
    private const int Halvings = 12; // of the percentile's interval
    private const double Tolerance = 0.02; // of the whole: beyond it the miss is explained

    private readonly LinguaOptions options = options ?? new LinguaOptions();
    private readonly bool joinsByBlank = model.Tokenizer.TokenToId("[CLS]") is not null; // BERT's decoder puts a blank before every word

    /// <inheritdoc/>
    public IReadOnlyList<CompressedThoughts> Compress(IReadOnlyList<SegmentedThought> thoughts, IReadOnlyList<double> ratios)
    {
        using var guard = no_grad();
        return [.. thoughts.Select(thought => Compress(thought, ratios))];
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private CompressedThoughts Compress(SegmentedThought thought, IReadOnlyList<double> ratios)
    {
        var tokens = model.Tokenizer.EncodeWithOffsets(thought.Text);
        var words = LinguaWords.Of(thought, tokens, model, options, student);
        var whole = student.Encode(thought.Text).Length;
        return new CompressedThoughts(whole, [.. ratios.Select(ratio => ratio < 1 ? Cut(thought.Text, words, ratio, whole)
            : new ThoughtAtRatio(1, thought.Text, whole, 1, thought.Text.Length == 0 ? [] : [(0, thought.Text.Length)], null))]);
    }

    private ThoughtAtRatio Cut(string text, LinguaWords words, double ratio, int whole)
    {
        var target = ratio * whole;
        (double low, double high) = (0, 1);
        var best = (Text: "", Tokens: 0, Kept: new List<LinguaWord>());
        for (var i = 0; i < Halvings; i++)
        {
            var share = (low + high) / 2;
            var kept = words.Above(share, options.DropConsecutive);
            var rebuilt = Rebuild(text, kept);
            var count = student.Encode(rebuilt).Length;
            if (i == 0 || Math.Abs(count - target) < Math.Abs(best.Tokens - target)) best = (rebuilt, count, kept);
            if (count > target) high = share;
            else low = share;
        }
        var miss = Math.Abs(best.Tokens - target);
        var note = miss > Math.Max(1, Tolerance * whole) ? $"{best.Tokens} tokens for a budget of {target:0}: words of equal probability stand or fall together" : null;
        return new ThoughtAtRatio(ratio, best.Text, best.Tokens, best.Tokens / (double)Math.Max(1, whole), Ranges(best.Kept), note);
    }

    private string Rebuild(string text, List<LinguaWord> kept)
    {
        var result = new StringBuilder();
        foreach (var word in kept)
        {
            if (joinsByBlank || word.Blank) result.Append(' ');
            result.Append(text, word.Start, word.End - word.Start);
        }
        return result.ToString().Trim();
    }

    private static List<(int Start, int End)> Ranges(List<LinguaWord> kept)
    {
        var ranges = new List<(int Start, int End)>();
        foreach (var word in kept)
        {
            if (ranges.Count > 0 && ranges[^1].End == word.Start) ranges[^1] = (ranges[^1].Start, word.End);
            else ranges.Add((word.Start, word.End));
        }
        return ranges;
    }
}
