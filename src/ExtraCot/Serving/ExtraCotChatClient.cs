using System.Globalization;
using System.Runtime.CompilerServices;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Microsoft.Extensions.AI;
using FinishReason = ExtraCot.Nn.Generation.FinishReason;
using Turn = ExtraCot.Text.Prompting.ChatMessage;

namespace ExtraCot.Serving;

/// <summary>
/// A local model as a chat client. The thought arrives as <see cref="TextReasoningContent"/>, the answer as <see cref="TextContent"/>. The budget
/// is asked for as over HTTP: <see cref="ChatOptions.Reasoning"/>, an additional property <c>compression_ratio</c> (0.2 … 1.0, "policy", "none"), or
/// a control token at the end of the question. Safe for concurrent use.
/// </summary>
/// <param name="model">Answers; disposing the client leaves it alone.</param>
/// <param name="budgets">How wishes become ratios; null for the defaults.</param>
public sealed class ExtraCotChatClient(ServedModel model, BudgetMapping? budgets = null) : IChatClient
{
    private readonly BudgetMapping budgets = budgets ?? new BudgetMapping();
    private readonly ChatClientMetadata metadata = new("extracot", defaultModelId: model.Name);

    /// <inheritdoc/>
    /// <exception cref="InputException">The conversation or an option cannot be used.</exception>
    /// <exception cref="NotSupportedException">The options ask for tools or a response format, or a message holds something other than text.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InputException">As for <see cref="GetResponseAsync"/>.</exception>
    /// <exception cref="NotSupportedException">As for <see cref="GetResponseAsync"/>.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new ChatOptions();
        RefuseUnsupported(options);
        var turns = Turns(messages, options.Instructions);
        if (turns.Count == 0) throw new InputException("a conversation needs at least one message");
        var (question, inQuestion) = ControlToken.TakeFrom(turns[^1].Content);
        turns[^1] = turns[^1] with { Content = question };
        var request = model.Chat(turns, budgets.Choose(inQuestion, Ratio(options), Effort(options)), Options(options));

        var id = Guid.NewGuid().ToString("N");
        var created = DateTimeOffset.UtcNow;
        var (tokens, thought) = (0, 0);
        ChatResponseUpdate Update(params IList<AIContent> contents) =>
            new(ChatRole.Assistant, contents) { ResponseId = id, MessageId = id, ModelId = model.Name, CreatedAt = created };
        await foreach (var pieces in model.Answer(request, cancellationToken))
        {
            foreach (var piece in pieces)
            {
                tokens++;
                thought += piece.IsThought ? 1 : 0;
                if (piece.Chosen is { } ratio)
                {
                    var chosen = Update();
                    chosen.AdditionalProperties = new() { [BudgetMapping.RatioField] = ratio.Name };
                    yield return chosen;
                }
                if (piece.Reasoning.Length > 0 && options.Reasoning?.Output != ReasoningOutput.None) yield return Update(new TextReasoningContent(piece.Reasoning));
                if (piece.Content.Length > 0) yield return Update(new TextContent(piece.Content));
                if (piece.Finish is not { } finish) continue;
                var usage = new UsageDetails { InputTokenCount = request.Prompt.Length, OutputTokenCount = tokens, TotalTokenCount = request.Prompt.Length + tokens, ReasoningTokenCount = thought };
                var last = Update(new UsageContent(usage));
                last.FinishReason = finish == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;
                yield return last;
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(model) ? model : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void RefuseUnsupported(ChatOptions options)
    {
        if (options.Tools is { Count: > 0 }) throw new NotSupportedException("tools are not supported: the model answers questions");
        if (options.ResponseFormat is not (null or ChatResponseFormatText)) throw new NotSupportedException("response formats are not supported: answers are free text");
        if (options.FrequencyPenalty is not (null or 0) || options.PresencePenalty is not (null or 0)) throw new NotSupportedException("frequency and presence penalties are not supported");
    }

    private static List<Turn> Turns(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, string? instructions)
    {
        var turns = messages.Select(message => new Turn(message.Role.Value, TextOf(message))).ToList();
        if (string.IsNullOrEmpty(instructions)) return turns;
        if (turns is [{ Role: "system" } system, ..]) turns[0] = system with { Content = $"{system.Content}\n{instructions}" };
        else turns.Insert(0, new Turn("system", instructions));
        return turns;
    }

    private static string TextOf(Microsoft.Extensions.AI.ChatMessage message) => string.Concat(message.Contents.Select(content => content switch
    {
        TextReasoningContent or UsageContent => "",
        TextContent text => text.Text,
        _ => throw new NotSupportedException($"{content.GetType().Name} is not supported: messages are text"),
    }));

    private static string? Ratio(ChatOptions options) =>
        options.AdditionalProperties?.TryGetValue(BudgetMapping.RatioField, out var ratio) == true ? Convert.ToString(ratio, CultureInfo.InvariantCulture) : null;

    private static string? Effort(ChatOptions options) => options.Reasoning?.Effort switch
    {
        null => null,
        ReasoningEffort.None => "minimal",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        _ => "high",
    };

    private static RequestOptions Options(ChatOptions options) => new()
    {
        Samples = 1,
        MaxTokens = options.MaxOutputTokens,
        Temperature = options.Temperature,
        TopP = options.TopP,
        TopK = options.TopK,
        Seed = options.Seed,
        Stop = [.. options.StopSequences ?? []],
    };
}
