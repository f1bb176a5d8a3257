namespace ExtraCot.Text.Prompting;

public sealed partial class PromptFormat
{
    private const string TurnStart = "<|im_start|>";

    /// <value>Whether earlier turns and a system text can be given; otherwise a prompt is one question.</value>
    public bool HasTurns => pieces == PromptPieces.QwenChat;

    /// <summary>
    /// The prompt's ids for a conversation that ends in the user's question. A conversation of that question alone gives what the
    /// other overload gives. Thoughts and control tokens of earlier turns are left out; the instruction stands before the last question
    /// alone, and only where the question does not hold it already.
    /// </summary>
    /// <param name="conversation">
    /// An optional system message, which replaces <see cref="SystemText"/>, then the user's and the assistant's turns. All of it is untrusted.
    /// </param>
    /// <param name="control">Null gives the base model's prompt.</param>
    /// <exception cref="InputException">The conversation has another form, or the tokenizer's prompt form knows single questions only.</exception>
    public int[] Prompt(IReadOnlyList<ChatMessage> conversation, ControlToken? control)
    {
        if (conversation.Count == 0 || conversation[^1].Role != "user") throw new InputException("the last message must be the user's question");
        var question = conversation[^1].Content;
        if (!HasTurns)
        {
            if (conversation.Count > 1) throw new InputException("this model answers single questions: send one user message, without a system message or earlier turns");
            return Prompt(question, control);
        }

        var ids = new List<int>();
        if (conversation[0].Role != "system") AddTurn(ids, "system", SystemText);
        for (var i = 0; i < conversation.Count - 1; i++) AddTurn(ids, conversation[i].Role, EarlierText(conversation[i], i));
        var instruction = question.Contains(Instruction, StringComparison.Ordinal) ? "" : Instruction + "\n";
        ids.Add(Id(TurnStart));
        ids.AddRange(Encode($"user\n{instruction}{question.TrimEnd()}{(control is null ? "" : pieces.BeforeControl)}"));
        if (control is not null) ids.Add(IdOf(control));
        ids.AddRange(afterControl);
        return [.. ids];
    }

    private static string EarlierText(ChatMessage message, int index) => message.Role switch
    {
        "system" when index == 0 => message.Content,
        "system" => throw new InputException($"message {index + 1} is a system message; only the first message can be one"),
        "user" => ControlToken.TakeFrom(message.Content).Text,
        "assistant" => Qwen3ChatTemplate.Split(message).Content,
        var role => throw new InputException($"message {index + 1} has the role '{role}', expected system, user or assistant"),
    };

    private void AddTurn(List<int> ids, string role, string text)
    {
        ids.Add(Id(TurnStart));
        ids.AddRange(Encode($"{role}\n{text}"));
        ids.Add(EndOfTurn);
        ids.AddRange(Encode("\n"));
    }
}
