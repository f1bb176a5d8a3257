using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>What the classifier reads of one thought: the question, which every token sees, a separator, a window of the thought.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="ThoughtStart">Index of the window's first token; all before it is global.</param>
/// <param name="Units">For each token of the window the index of its unit.</param>
internal sealed record CompressorInput(int[] Ids, int ThoughtStart, int[] Units)
{
    private const int OverlapShare = 4; // a quarter of a window is read twice, with context on the other side

    /// <summary>The windows of a thought; one where it fits.</summary>
    public static IEnumerable<CompressorInput> Windows(SegmentedThought thought, ITokenizer tokenizer, int separator, int maxTokens)
    {
        var question = tokenizer.Encode(thought.Question);
        if (question.Length > maxTokens / 2) question = question[..(maxTokens / 2)]; // room for the thought
        int[] head = [.. question, separator];
        var tokens = tokenizer.EncodeWithOffsets(thought.Text);
        var units = UnitOf(tokens, thought.Units);
        var room = maxTokens - head.Length;
        var stride = tokens.Length <= room ? room : room - room / OverlapShare;
        for (var from = 0; from == 0 || from + room - stride < tokens.Length; from += stride)
        {
            var part = tokens.AsSpan(from, Math.Min(room, tokens.Length - from));
            int[] ids = [.. head, .. part.ToArray().Select(token => token.Id)];
            yield return new CompressorInput(ids, head.Length, units[from..(from + part.Length)]);
        }
    }

    // A token belongs to the unit in which it begins.
    private static int[] UnitOf(TokenSpan[] tokens, IReadOnlyList<Unit> units)
    {
        var result = new int[tokens.Length];
        var unit = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            while (unit + 1 < units.Count && tokens[i].Start >= units[unit].End) unit++;
            result[i] = unit;
        }
        return result;
    }
}
