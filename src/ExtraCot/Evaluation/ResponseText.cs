using System.Text.RegularExpressions;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>
/// A response read from text, for predictions of other programs that store no token ids; where there are ids,
/// <see cref="PromptFormat.Parse"/> decides.
/// </summary>
/// <param name="FirstToken">The first special token that is no end of turn, or null.</param>
/// <param name="Text">The text with the first special token at its place and without all others; thinking marks stay.</param>
/// <param name="Thought">Text between the thinking marks (<c>think</c> or <c>short</c>, upper or lower case); null when they do not close.</param>
public sealed partial record ResponseText(string? FirstToken, string Text, string? Thought)
{
    /// <summary>Reads a response (spec of stages 2 and 3, section 7.4).</summary>
    public static ResponseText Parse(string text)
    {
        var first = Special().Matches(text).FirstOrDefault(match => !IsEnd(match.Value));
        var kept = Special().Replace(text, match => match.Index == first?.Index ? match.Value : "");
        var thought = Thinking().Match(kept);
        return new(first?.Value, kept, thought.Success ? thought.Groups["thought"].Value : null);
    }

    /// <summary>Thought and visible part of a response for display; a thought that is never closed reaches to the end.</summary>
    public static (string Thought, string Visible) Parts(string text)
    {
        var kept = Special().Replace(text, "");
        var open = kept.IndexOf("<think>", StringComparison.OrdinalIgnoreCase);
        var from = open < 0 ? 0 : open + "<think>".Length;
        var close = kept.IndexOf("</think>", from, StringComparison.OrdinalIgnoreCase);
        if (open < 0 && close < 0) return kept.LastIndexOf("The final answer is", StringComparison.OrdinalIgnoreCase) is >= 0 and var mark ? (kept[..mark].Trim('\n'), kept[mark..]) : (kept.Trim('\n'), "");
        return close < 0 ? (kept[from..].Trim('\n'), "") : (kept[from..close].Trim('\n'), kept[(close + "</think>".Length)..].TrimStart('\n'));
    }

    private static bool IsEnd(string token) => token is "<|im_end|>" or "<|endoftext|>";

    [GeneratedRegex(@"<COMP_[A-Z0-9.]+>|<\|[A-Za-z_]+\|>")]
    private static partial Regex Special();

    [GeneratedRegex(@"<(?<mark>think|short)>(?<thought>.*?)</\k<mark>>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Thinking();
}
