using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>The baseline that stops at the budget as a limit of tokens does: the first tokens, wherever that cuts a sentence or a formula.</summary>
/// <param name="student">The tokenizer in which lengths count.</param>
public sealed class TruncationCompressor(ITokenizer student) : ITraceCompressor
{
    /// <inheritdoc/>
    public IReadOnlyList<CompressedThoughts> Compress(IReadOnlyList<SegmentedThought> thoughts, IReadOnlyList<double> ratios) =>
        [.. thoughts.Select(thought => Compress(thought.Text, student.EncodeWithOffsets(thought.Text), ratios))];

    /// <inheritdoc/>
    public void Dispose() { }

    private CompressedThoughts Compress(string text, TokenSpan[] tokens, IReadOnlyList<double> ratios) => new(tokens.Length, [.. ratios.Select(ratio =>
    {
        var end = ratio == 1 ? text.Length : (int)Math.Round(ratio * tokens.Length) is > 0 and var count ? tokens[count - 1].End : 0; // a character of several tokens stays whole
        var kept = end == text.Length ? tokens.Length : student.Encode(text[..end]).Length;
        return new ThoughtAtRatio(ratio, text[..end], kept, kept / (double)Math.Max(1, tokens.Length), end == 0 ? [] : [(0, end)], null);
    })]);
}
