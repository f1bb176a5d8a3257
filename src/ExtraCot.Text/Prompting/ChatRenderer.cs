namespace ExtraCot.Text.Prompting;

/// <summary>Renders a conversation as the text a model was trained on.</summary>
/// <param name="messages">The turns, oldest first; at least one.</param>
/// <param name="addGenerationPrompt">Whether to open the assistant's next turn.</param>
/// <param name="enableThinking">False closes an empty thought at once, so that the answer follows without one.</param>
public delegate string ChatRenderer(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool enableThinking = true);
