namespace ExtraCot.Compressor;

/// <summary>One input of the classifier: the question, a separator and a stretch of the thought, behind which a closing token may stand.</summary>
/// <param name="Ids">All tokens.</param>
/// <param name="Question">The first so many tokens are the question's; they attend to everything and everything attends to them.</param>
/// <param name="First">Index of the first thought token in the thought; it stands at <c>Ids[Question + 1]</c>.</param>
/// <param name="Count">Number of thought tokens.</param>
internal sealed record ThoughtWindow(int[] Ids, int Question, int First, int Count)
{
    /// <summary>
    /// Covers a thought of any length by windows that repeat the question, equally spaced; neighbours share at least a quarter. Of a question that would take
    /// more than half of the tokens, the end is used, where it says what is asked.
    /// </summary>
    /// <param name="question">Tokens of the question.</param>
    /// <param name="separator">Token between question and thought.</param>
    /// <param name="thought">Tokens of the thought.</param>
    /// <param name="limit">The most tokens of one input.</param>
    public static IReadOnlyList<ThoughtWindow> Cover(int[] question, int separator, int[] thought, int limit)
    {
        var asked = question[Math.Max(0, question.Length - limit / 2)..];
        var room = limit - asked.Length - 1;
        var count = thought.Length <= room ? 1 : 1 + (int)Math.Ceiling((thought.Length - room) / (room * .75));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var first = count == 1 ? 0 : (int)((long)i * (thought.Length - room) / (count - 1));
            var part = thought.AsSpan(first, Math.Min(room, thought.Length));
            return new ThoughtWindow([.. asked, separator, .. part], asked.Length, first, part.Length);
        })];
    }

    /// <summary>Cuts a thought into chunks that do not overlap and know no question, as LLMLingua-2 does: each as long as it may be, but ended behind a sentence's end where it holds one.</summary>
    /// <param name="opening">Token before each chunk.</param>
    /// <param name="closing">Token behind each chunk.</param>
    /// <param name="thought">Tokens of the thought.</param>
    /// <param name="ends">Whether a chunk may end behind a token.</param>
    /// <param name="limit">The most tokens of one input.</param>
    public static IReadOnlyList<ThoughtWindow> Chunks(int opening, int closing, int[] thought, Predicate<int> ends, int limit)
    {
        var chunks = new List<ThoughtWindow>();
        for (var first = 0; first < thought.Length;)
        {
            var end = Math.Min(thought.Length, first + limit - 2);
            if (end < thought.Length)
            {
                var sentence = end;
                while (sentence > first && !ends(sentence - 1)) sentence--;
                if (sentence > first) end = sentence;
            }
            chunks.Add(new([opening, .. thought.AsSpan(first..end), closing], 0, first, end - first));
            first = end;
        }
        return chunks;
    }
}
