using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>
/// Takes one growing answer apart: control token, thought, visible part. For an answer of the trained form the pieces together are the
/// texts that <see cref="PromptFormat"/> finds in the whole of it; an answer that never opens a thought counts as thought, as there.
/// </summary>
internal sealed class ResponseReader
{
    private readonly PromptFormat format;
    private readonly IReadOnlyList<int> endIds;
    private readonly int[] expectedLead;
    private readonly PartText thought, visible;
    private readonly List<int> lead = []; // tokens between control token and opening mark
    private Part part;
    private bool begun;

    /// <param name="format">Whose marks are looked for.</param>
    /// <param name="request">Says what is wanted of the text.</param>
    public ResponseReader(PromptFormat format, AnswerRequest request)
    {
        (this.format, endIds) = (format, request.Sampling.StopTokens);
        expectedLead = format.ResponseStart(ControlToken.Ratios[0])[1..^1];
        thought = new PartText(format.Tokenizer, request.SkipSpecialTokens, trimsStart: true, trimsEnd: true, stops: []);
        visible = new PartText(format.Tokenizer, request.SkipSpecialTokens, trimsStart: !request.IsRaw, trimsEnd: false, request.Stop);
        part = request.IsRaw ? Part.Visible : Part.Lead;
    }

    private enum Part
    {
        Lead,
        Thought,
        Visible,
    }

    /// <summary>What the next token adds. A text that ends the answer gives the piece <see cref="FinishReason.Stop"/>.</summary>
    public AnswerPiece Push(GeneratedToken token)
    {
        var piece = endIds.Contains(token.TokenId) ? new AnswerPiece(token, "", "", null, false) : Take(token);
        begun = true;
        if (token.FinishReason is not null) piece = piece with { Reasoning = piece.Reasoning + EndThought(), Content = piece.Content + visible.Flush() };
        return visible.Stopped ? piece with { Token = token with { FinishReason = FinishReason.Stop } } : piece;
    }

    private AnswerPiece Take(GeneratedToken token)
    {
        if (part == Part.Visible) return new(token, "", visible.Push(token.TokenId), null, false);
        if (token.TokenId == format.ThinkClose)
        {
            var rest = EndThought();
            part = Part.Visible;
            return new(token, rest, "", null, false);
        }
        if (part == Part.Lead)
        {
            if (!begun && Ratio(token.TokenId) is { } chosen) return new(token, "", "", chosen, false);
            if (token.TokenId == format.ThinkOpen)
            {
                part = Part.Thought;
                return new(token, "", "", null, false);
            }
            lead.Add(token.TokenId);
            if (lead.Count <= expectedLead.Length && expectedLead.AsSpan(0, lead.Count).SequenceEqual(lead.ToArray())) return new(token, "", "", null, false);
            part = Part.Thought; // no opening mark comes at its place
            return new(token, string.Concat(lead.Select(thought.Push)), "", null, true);
        }
        return new(token, thought.Push(token.TokenId), "", null, true);
    }

    private string EndThought()
    {
        if (part == Part.Visible) return "";
        var held = part == Part.Lead ? string.Concat(lead.Select(thought.Push)) : "";
        return held + thought.Flush();
    }

    private ControlToken? Ratio(int id)
    {
        for (var i = 0; i < format.RatioIds.Count; i++)
            if (format.RatioIds[i] == id) return ControlToken.Ratios[i];
        return null;
    }
}
