using ExtraCot.Text.Tokenization;

namespace ExtraCot.Text.Prompting;

/// <summary>
/// Owns every string and token id between question and answer, for generation, SFT, RL, evaluation and serving alike.
/// The response, with its mirrored control token, follows the rendered prompt raw: a chat template would drop what stands
/// before the thought. Questions and thoughts are untrusted text in which no added token is matched.
/// </summary>
public sealed partial class PromptFormat
{
    /// <summary>The one system text (spec of stages 2 and 3, section 3; the same in SFT, RL and evaluation).</summary>
    public const string SystemText = "You are a helpful assistant.";

    /// <summary>The instruction before each question (same source).</summary>
    public const string Instruction = @"Please reason step by step, and put your final answer within \boxed{}.";

    private readonly ITokenizer tokenizer;
    private readonly PromptPieces pieces;
    private readonly int[] beforeQuestion, afterControl, responseLead;
    private readonly Dictionary<int, int> controlIndex;

    private PromptFormat(ITokenizer tokenizer, PromptPieces pieces)
    {
        (this.tokenizer, this.pieces) = (tokenizer, pieces);
        beforeQuestion = tokenizer.EncodeTrusted(pieces.Head);
        afterControl = tokenizer.EncodeTrusted(pieces.Tail);
        responseLead = pieces.BeforeThink.Length == 0 ? [] : tokenizer.Encode(pieces.BeforeThink);
        ThinkOpen = Id("<think>");
        ThinkClose = Id("</think>");
        EndOfTurn = Id(pieces.EndOfTurn);
        RatioIds = ControlToken.Ratios.Select(token => Id(token.Text)).ToArray();
        PolicyId = tokenizer.TokenToId(ControlToken.Policy.Text) ?? Id(ControlToken.PolicyAlias);
        controlIndex = RatioIds.Append(PolicyId).Select((id, index) => (id, index)).ToDictionary(p => p.id, p => p.index);
    }

    /// <value>Id of the opening thinking mark.</value>
    public int ThinkOpen { get; }

    /// <value>Id of the closing thinking mark.</value>
    public int ThinkClose { get; }

    /// <value>Id that ends the assistant's turn.</value>
    public int EndOfTurn { get; }

    /// <value>Ids of the five ratio tokens, 0.2 first.</value>
    public IReadOnlyList<int> RatioIds { get; }

    /// <value>Id of the policy token.</value>
    public int PolicyId { get; }

    /// <value>The six control ids, ratio tokens first.</value>
    public IReadOnlyList<int> ControlIds => [.. RatioIds, PolicyId];

    /// <value>What stands right before a response, as text.</value>
    public string AssistantStart => pieces.Tail[pieces.Tail.LastIndexOf('<')..];

    /// <value>The tokenizer the ids belong to.</value>
    public ITokenizer Tokenizer => tokenizer;

    /// <summary>The format a tokenizer belongs to, recognised by its marks.</summary>
    /// <exception cref="InputException">Neither form's marks, or a control token, is in the vocabulary.</exception>
    public static PromptFormat For(ITokenizer tokenizer)
    {
        if (tokenizer.TokenToId("<|im_start|>") is not null) return new PromptFormat(tokenizer, PromptPieces.QwenChat);
        if (tokenizer.TokenToId("<assistant>") is not null) return new PromptFormat(tokenizer, PromptPieces.SmallWorld);
        throw new InputException("the tokenizer has neither Qwen3's chat marks (<|im_start|>) nor the small world's (<assistant>): its prompt format is unknown");
    }

    /// <summary>The user's message of the chat form, for endpoints whose template makes the prompt: instruction, line break, question, blank, control token.</summary>
    public static string UserText(string question, ControlToken? control) =>
        $"{Instruction}\n{question.TrimEnd()}{(control is null ? "" : $" {control}")}";

    /// <summary>The prompt's ids; null as control gives the base model's prompt.</summary>
    public int[] Prompt(string question, ControlToken? control)
    {
        var asked = control is null ? question.TrimEnd() : question.TrimEnd() + pieces.BeforeControl;
        var ids = new List<int>(beforeQuestion);
        ids.AddRange(Encode(pieces.BeforeQuestion + asked));
        if (control is not null) ids.Add(IdOf(control));
        ids.AddRange(afterControl);
        return [.. ids];
    }

    /// <summary>The id of a control token.</summary>
    public int IdOf(ControlToken control) => control.Ratio is null ? PolicyId : RatioIds[ControlToken.Ratios.ToList().IndexOf(control)];

    /// <summary>What a response begins with before its thought's text: the mirrored control token, if any, and the opening mark.</summary>
    public int[] ResponseStart(ControlToken? control)
    {
        if (control is null) return [ThinkOpen];
        return [IdOf(control), .. responseLead, ThinkOpen];
    }

    /// <summary>A whole response: start, thought, closing mark, visible part, end of turn.</summary>
    /// <param name="control">Mirrored ratio token, or null for a response without one.</param>
    /// <param name="thought">Text between the marks, as <see cref="ThoughtText"/> returns it.</param>
    /// <param name="visible">Ids behind the closing mark, without end of turn (<see cref="ParsedResponse.Visible"/>).</param>
    public int[] Response(ControlToken? control, string thought, ReadOnlySpan<int> visible) => Response(control, EncodeThought(thought), visible);

    /// <summary>As the other overload, for a thought that is no longer text.</summary>
    /// <param name="control">Mirrored ratio token, or null for a response without one.</param>
    /// <param name="thought">Ids between the marks.</param>
    /// <param name="visible">Ids behind the closing mark, without end of turn.</param>
    public int[] Response(ControlToken? control, ReadOnlySpan<int> thought, ReadOnlySpan<int> visible) =>
        [.. ResponseStart(control), .. thought, ThinkClose, .. visible, EndOfTurn];

    /// <summary>The ids of a thought between its marks, line breaks of the format included.</summary>
    public int[] EncodeThought(string thought) => Encode(pieces.ThoughtEdge + thought + pieces.ThoughtEdge);

    /// <summary>The text of a thought without the format's line breaks.</summary>
    public string ThoughtText(ReadOnlySpan<int> thought)
    {
        var text = tokenizer.Decode(thought);
        return pieces.ThoughtEdge.Length == 0 ? text : text.Trim('\n');
    }

    /// <summary>The visible text.</summary>
    public string VisibleText(ReadOnlySpan<int> visible) => tokenizer.Decode(visible).TrimStart('\n');

    /// <summary>Takes a response apart by its ids; never throws, whatever the model wrote.</summary>
    public ParsedResponse Parse(ReadOnlySpan<int> response)
    {
        int? control = response.Length > 0 && controlIndex.TryGetValue(response[0], out var index) && index < RatioIds.Count ? index : null;
        var rest = control is null ? response : response[1..];
        var finished = rest.Length > 0 && rest[^1] == EndOfTurn;
        if (finished) rest = rest[..^1];
        var extra = 0;
        foreach (var id in rest) if (controlIndex.ContainsKey(id)) extra++;

        var open = rest.IndexOf(ThinkOpen);
        var close = rest.IndexOf(ThinkClose);
        var leadOnly = open >= 0 && (control is null ? open == 0 : rest[..open].SequenceEqual(responseLead));
        var closed = leadOnly && close > open && rest.Count(ThinkOpen) == 1 && rest.Count(ThinkClose) == 1;
        var from = open + 1; // without an opening mark everything counts as thought
        var thought = close >= from ? rest[from..close] : rest[from..];
        var visible = close >= from ? rest[(close + 1)..] : [];
        return new ParsedResponse(control, thought.ToArray(), visible.ToArray(), closed, finished, extra);
    }

    private int[] Encode(string text) => text.Length == 0 ? [] : tokenizer.Encode(text);

    private int Id(string token) => tokenizer.TokenToId(token)
        ?? throw new InputException($"the tokenizer has no token {token}; it must hold the thinking marks and the six control tokens ({string.Join(' ', ControlToken.All)})");
}
