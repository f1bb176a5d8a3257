using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using Xunit;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ExtraCot.Tests.Serving;

/// <summary>The OpenAI .NET SDK, alone and under Microsoft.Extensions.AI, against the shipped model.</summary>
public sealed class OpenAiSdkTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;
    private readonly OpenAIClient client = new(new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = shared.Server.OpenAi, RetryPolicy = new ClientRetryPolicy(0) });

    private ChatClient Chat => client.GetChatClient("small-base");

    [Fact]
    public async Task Should_complete()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(RunningServer.Question)], new() { Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 2 }, Test);
        Assert.Equal(RunningServer.Answer, answer.Content[0].Text);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(answer.Usage.OutputTokenCount, answer.ContentTokenLogProbabilities.Count);
        Assert.InRange(answer.Usage.OutputTokenDetails.ReasoningTokenCount, 1, answer.Usage.OutputTokenCount - 1);
        Assert.Equal(2, answer.ContentTokenLogProbabilities[0].TopLogProbabilities.Count);
    }

    [Fact]
    public async Task Should_stream()
    {
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage(RunningServer.Question)], new() { Temperature = 0 }, Test))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            usage = update.Usage ?? usage;
        }
        Assert.Equal(RunningServer.Answer, text.ToString());
        Assert.NotNull(usage);
    }

    [Fact]
    public async Task Should_learn_why_a_request_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ClientResultException>(() => client.GetChatClient("other").CompleteChatAsync([new UserChatMessage(" Tom")], cancellationToken: Test));
        Assert.Equal(404, refusal.Status);
        Assert.Contains("model_not_found", refusal.Message, StringComparison.Ordinal);
        var effort = await Assert.ThrowsAsync<ClientResultException>(() =>
            Chat.CompleteChatAsync([new UserChatMessage(" Tom")], new() { Tools = { ChatTool.CreateFunctionTool("f") } }, Test));
        Assert.Contains("'tools' is not supported", effort.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_list_models()
    {
        OpenAIModelCollection models = await client.GetOpenAIModelClient().GetModelsAsync(Test);
        Assert.Equal("small-base", Assert.Single(models).Id);
    }

    [Fact]
    public async Task Should_send_a_reasoning_effort()
    {
#pragma warning disable OPENAI001 // the SDK calls the effort experimental
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(RunningServer.Question)], new() { Temperature = 0, MaxOutputTokenCount = 4, ReasoningEffortLevel = ChatReasoningEffortLevel.Low }, Test);
#pragma warning restore OPENAI001
        var format = ScriptedModel.SmallWorld;
        Assert.Equal(format.Prompt(RunningServer.Question, Text.Prompting.ControlToken.Ratios[1]).Length, answer.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Should_serve_as_a_chat_client()
    {
        var chat = Chat.AsIChatClient();
        var answer = await chat.GetResponseAsync([new ChatMessage(ChatRole.User, RunningServer.Question)], new() { Temperature = 0 }, Test);
        Assert.Equal(RunningServer.Answer, answer.Text);
        var updates = await chat.GetStreamingResponseAsync(RunningServer.Question, new() { Temperature = 0 }, Test).ToListAsync(Test);
        Assert.Equal(RunningServer.Answer, updates.ToChatResponse().Text);
        Assert.Equal(answer.Usage!.OutputTokenCount, updates.ToChatResponse().Usage!.OutputTokenCount);
    }
}
