using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ExtraCot.Tests.Serving;

public sealed class ExtraCotChatClientTests
{
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_answer_from_the_shipped_model()
    {
        await using var services = new ServiceCollection().AddExtraCot(Repository.Path("models", "small-base"), RunningServer.NoControl).BuildServiceProvider();
        var client = services.GetRequiredService<IChatClient>();
        var answer = await client.GetResponseAsync(RunningServer.Question, new() { Temperature = 0 }, Test);
        Assert.Equal(RunningServer.Answer, answer.Text);
        Assert.StartsWith("Okay", string.Concat(answer.Messages[0].Contents.OfType<TextReasoningContent>().Select(part => part.Text)), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("small-base", answer.ModelId);
        Assert.Equal(answer.Usage!.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
        Assert.InRange(answer.Usage.ReasoningTokenCount!.Value, 1, answer.Usage.OutputTokenCount!.Value - 1);
        Assert.Equal("small-base", client.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task Should_stop_at_a_limit_and_leave_the_thought_out_where_asked()
    {
        using var model = RunningServer.SmallBase();
        using var client = new ExtraCotChatClient(model, RunningServer.NoControl);
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 5, Reasoning = new() { Output = ReasoningOutput.None } };
        var answer = await client.GetResponseAsync(RunningServer.Question, options, Test);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.DoesNotContain(answer.Messages[0].Contents, part => part is TextReasoningContent);
    }

    [Theory]
    [InlineData(null, null, "policy")]
    [InlineData(ReasoningEffort.None, null, "0.2")]
    [InlineData(ReasoningEffort.Low, null, "0.4")]
    [InlineData(ReasoningEffort.Medium, null, "0.6")]
    [InlineData(ReasoningEffort.ExtraHigh, null, "1.0")]
    [InlineData(ReasoningEffort.High, 0.8, "0.8")]
    [InlineData(null, "none", "none")]
    public async Task Should_take_the_budget_from_the_options(ReasoningEffort? effort, object? ratio, string expected)
    {
        var format = ScriptedModel.Qwen;
        var model = ScriptedModel.Of(format, format.Response(ControlToken.Ratios[2], "t", format.Tokenizer.Encode("\n\na")));
        using var client = new ExtraCotChatClient(model.Served);
        var options = new ChatOptions { Reasoning = new() { Effort = effort }, Instructions = "Be kind." };
        if (ratio is not null) options.AdditionalProperties = new() { ["compression_ratio"] = ratio };
        var answer = await client.GetResponseAsync([new(ChatRole.User, "One?"), new(ChatRole.Assistant, "1"), new(ChatRole.User, "Two?")], options, Test);
        Assert.Equal(("a", "0.6"), (answer.Text, answer.Messages[0].AdditionalProperties!["compression_ratio"]));
        Text.Prompting.ChatMessage[] turns = [new("system", "Be kind."), new("user", "One?"), new("assistant", "1"), new("user", "Two?")];
        Assert.Equal(format.Prompt(turns, BudgetMapping.Parse(expected)), Assert.Single(model.Requests).PromptTokens);
    }

    [Fact]
    public async Task Should_refuse_what_it_cannot_do()
    {
        using var model = RunningServer.SmallBase();
        using var client = new ExtraCotChatClient(model);
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(" Tom", new() { ResponseFormat = ChatResponseFormat.Json }, Test));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(" Tom", new() { Tools = [AIFunctionFactory.Create(() => 1)] }, Test));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(new ChatMessage(ChatRole.User, [new DataContent(new byte[1], "image/png")]), cancellationToken: Test));
        await Assert.ThrowsAsync<ApiException>(() => client.GetResponseAsync(" Tom", new() { AdditionalProperties = new() { ["compression_ratio"] = 0.5 } }, Test));
        await Assert.ThrowsAnyAsync<InputException>(() => client.GetResponseAsync("hello", cancellationToken: Test));
        await Assert.ThrowsAnyAsync<InputException>(() => client.GetResponseAsync(" Tom", new() { Temperature = -1 }, Test));
    }

    [Fact]
    public async Task Should_stop_generating_when_its_reader_stops()
    {
        var format = ScriptedModel.SmallWorld;
        var model = ScriptedModel.Of(format, format.Response(null, "Okay, 12.", []), waits: true);
        using var client = new ExtraCotChatClient(model.Served, RunningServer.NoControl);
        await foreach (var _ in client.GetStreamingResponseAsync(" Tom", cancellationToken: Test)) break;
        Assert.True(Assert.Single(model.Requests).Cancellation.IsCancellationRequested);
        using var cancel = new CancellationTokenSource();
        var waiting = client.GetResponseAsync(" Tom", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
