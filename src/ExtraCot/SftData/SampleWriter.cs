using ExtraCot.MixedRatioSft;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Makes samples of a question's set of thoughts; every string is <see cref="PromptFormat"/>'s.</summary>
internal sealed class SampleWriter(PromptFormat format)
{
    /// <summary>Asked with <paramref name="control"/> (null for no token at all), answered at the ratio with index <paramref name="ratio"/>.</summary>
    public SftSample Sample(SftItem item, ControlToken? control, int ratio)
    {
        var mirrored = control is null ? null : ControlToken.Ratios[ratio];
        var (text, tokens, actual) = ratio < item.Cuts.Count ? (item.Cuts[ratio].Text, item.Cuts[ratio].Tokens, item.Cuts[ratio].ActualRatio) : (item.Thought, item.ThinkTokens, 1);
        var prompt = format.Prompt(item.Question, control);
        var response = format.Response(mirrored, text, format.Tokenizer.Encode(item.Visible.TrimEnd()));
        return new SftSample
        {
            Id = item.Id,
            Group = item.Group,
            Control = control?.Name ?? "none",
            Ratio = ControlToken.Ratios[ratio].Name,
            Question = item.Question,
            Answer = item.Gold,
            Prompt = format.Tokenizer.Decode(prompt),
            Completion = format.Tokenizer.Decode(response),
            PromptTokens = prompt.Length,
            CompletionTokens = response.Length,
            ThinkTokens = tokens,
            ActualRatio = actual,
        };
    }
}
