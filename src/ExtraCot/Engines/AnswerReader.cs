using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Engines;

/// <summary>Turns what a model wrote into an answer: by its token ids where they are known, else by its text.</summary>
internal static class AnswerReader
{
    /// <summary>A response as ids, which decide everything; the last one ended it where <paramref name="finish"/> says stop.</summary>
    public static EngineAnswer FromIds(EngineAnswer answer, PromptFormat format, int[] ids, FinishReason finish)
    {
        // A model may have other ends than that of the turn.
        var parsed = format.Parse(finish == FinishReason.Stop ? [.. ids[..^1], format.EndOfTurn] : ids);
        return answer with
        {
            Ids = ids,
            Text = format.Tokenizer.Decode(parsed.Finished ? ids.AsSpan()[..^1] : ids),
            Control = parsed.Control is { } ratio ? ControlToken.Ratios[ratio] : null,
            Thought = format.ThoughtText(parsed.Thought),
            Visible = format.VisibleText(parsed.Visible),
            ThinkTokens = parsed.Thought.Length,
            VisibleTokens = parsed.Visible.Length,
            WellFormed = parsed.WellFormed,
            Finish = finish,
        };
    }

    /// <summary>A response as text alone; the token counts stay unknown.</summary>
    public static EngineAnswer FromText(EngineAnswer answer, string text, FinishReason finish)
    {
        var response = ResponseText.Parse(text);
        var control = ControlToken.Ratios.FirstOrDefault(token => token.Text == response.FirstToken && text.TrimStart().StartsWith(token.Text, StringComparison.Ordinal));
        var close = response.Text.IndexOf("</think>", StringComparison.OrdinalIgnoreCase);
        var open = response.Text.IndexOf("<think>", StringComparison.OrdinalIgnoreCase);
        var thought = response.Thought ?? (open < 0 ? "" : response.Text[(open + "<think>".Length)..]);
        return answer with
        {
            Text = response.Text,
            Control = control,
            Thought = thought.Trim('\n'),
            Visible = response.Thought is null ? "" : response.Text[(close + "</think>".Length)..].TrimStart('\n'),
            WellFormed = response.Thought is not null && finish == FinishReason.Stop && Count(response.Text, "<think>") == 1 && Count(response.Text, "</think>") == 1
                && ControlToken.All.Sum(token => Count(text, token.Text)) == (control is null ? 0 : 1),
            Finish = finish,
        };
    }

    private static int Count(string text, string mark)
    {
        var count = 0;
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}
