using ExtraCot.Text.Answers;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>A raw response as thought and visible part, or the reason why it has none.</summary>
/// <param name="Thought">Trimmed; empty with a reason.</param>
/// <param name="Visible">Everything behind the closing mark, as it stands, without end of turn.</param>
/// <param name="Problem">Why the response cannot be used; null when it can.</param>
internal sealed record ResponseParts(string Thought, string Visible, string? Problem)
{
    private const string Open = "<think>", Close = "</think>", EndOfTurn = "<|im_end|>";

    /// <summary>
    /// Takes a response apart. One without thinking marks (GSM8K's and MetaMath's solutions, chat data) is all thought but for the line that states
    /// its answer, and gets a visible part that states it in a box.
    /// </summary>
    public static ResponseParts Of(string response)
    {
        response = response.TrimEnd();
        if (response.EndsWith(EndOfTurn, StringComparison.Ordinal)) response = response[..^EndOfTurn.Length].TrimEnd();
        var open = response.IndexOf(Open, StringComparison.OrdinalIgnoreCase);
        var close = response.IndexOf(Close, StringComparison.OrdinalIgnoreCase);
        if (open < 0 && close < 0) return Worked(response);
        if (close < open || open < 0 || close < 0) return Unusable("thought not closed");
        if (response.IndexOf(Open, open + 1, StringComparison.OrdinalIgnoreCase) >= 0 || response.IndexOf(Close, close + 1, StringComparison.OrdinalIgnoreCase) >= 0) return Unusable("several thoughts");
        var before = response[..open].Trim();
        if (before.Length > 0 && ControlToken.All.All(token => token.Text != before)) return Unusable("text before the thought");
        var thought = response[(open + Open.Length)..close].Trim();
        return thought.Length > 0 ? new(thought, response[(close + Close.Length)..], null) : Unusable("empty thought");
    }

    private static ResponseParts Worked(string response)
    {
        var answer = AnswerExtractor.Extract(response).Text;
        var end = new[] { "####", "The answer is:" }.Select(mark => response.LastIndexOf(mark, StringComparison.OrdinalIgnoreCase)).Max();
        var thought = (end < 0 ? response : response[..end]).Trim();
        if (answer.Length == 0) return Unusable("no answer");
        return thought.Length > 0 ? new(thought, $"\n\nThe final answer is: $\\boxed{{{answer}}}$", null) : Unusable("empty thought");
    }

    private static ResponseParts Unusable(string problem) => new("", "", problem);
}
