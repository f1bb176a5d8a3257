using System.Text;

namespace ExtraCot.Text.Prompting;

/// <summary>Qwen3's chat template for conversations without tools. Thoughts of turns before the last question are left out.</summary>
public static class Qwen3ChatTemplate
{
    private const string Start = "<|im_start|>", End = "<|im_end|>\n", ThinkOpen = "<think>", ThinkClose = "</think>";

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The turns, oldest first; at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's next turn.</param>
    /// <param name="enableThinking">False closes an empty thought in the opened turn at once.</param>
    /// <exception cref="InputException">There is no message, or a role other than system, user and assistant.</exception>
    public static string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool enableThinking = true)
    {
        if (messages.Count == 0) throw new InputException("a conversation needs at least one message");
        var text = new StringBuilder();
        var lastQuestion = LastQuestion(messages);
        for (var i = 0; i < messages.Count; i++)
            text.Append(Start).Append(messages[i].Role).Append('\n').Append(Body(messages, i, lastQuestion)).Append(End);
        if (addGenerationPrompt) text.Append(Start).Append("assistant\n");
        if (addGenerationPrompt && !enableThinking) text.Append($"{ThinkOpen}\n\n{ThinkClose}\n\n");
        return text.ToString();
    }

    private static string Body(IReadOnlyList<ChatMessage> messages, int index, int lastQuestion)
    {
        var message = messages[index];
        if (message.Role is "system" or "user") return message.Content;
        if (message.Role != "assistant") throw new InputException($"message {index + 1} has the role '{message.Role}', expected system, user or assistant");
        var (thought, content) = Split(message);
        var shown = index > lastQuestion && (index == messages.Count - 1 || thought.Length > 0);
        return shown ? $"{ThinkOpen}\n{thought.Trim('\n')}\n{ThinkClose}\n\n{content.TrimStart('\n')}" : content;
    }

    /// <summary>The last turn of a user that does not merely hand back a tool's result; without one, the last turn.</summary>
    private static int LastQuestion(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
            if (messages[i].Role == "user" && !IsToolResponse(messages[i].Content)) return i;
        return messages.Count - 1;
    }

    private static bool IsToolResponse(string content) =>
        content.StartsWith("<tool_response>", StringComparison.Ordinal) && content.EndsWith("</tool_response>", StringComparison.Ordinal);

    /// <summary>Thought and visible text of an assistant's message.</summary>
    internal static (string Thought, string Content) Split(ChatMessage message)
    {
        if (message.ReasoningContent is { } given) return (given, message.Content);
        var parts = message.Content.Split(ThinkClose);
        if (parts.Length == 1) return ("", message.Content);
        return (parts[0].TrimEnd('\n').Split(ThinkOpen)[^1].TrimStart('\n'), parts[^1].TrimStart('\n'));
    }
}
