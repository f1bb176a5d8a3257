using System.Text.Json.Nodes;
using ExtraCot.Engines;
using ExtraCot.Nn.Generation;
using ExtraCot.Remote;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Engines;

public class RemoteEngineTests
{
    private static readonly PromptFormat Small = PromptFormat.For(TokenizerFile.Load(ShippedModels.Find("small-base")));
    private static readonly string Words = SmallWorldSet.Make(5, "remote", heldOut: true, 1)[0].Question; // the small vocabulary is closed
    private static readonly EngineRequest Ask = new("a", Words) { Control = ControlToken.Ratios[0], MaxNewTokens = 50, Seed = 9 };

    private static RemoteEngine Engine(FakeEndpoint endpoint, PromptFormat? format) =>
        new(new OpenAiClient(endpoint.Address, new RemoteOptions { Model = "fake", Attempts = 2 }, (_, _) => Task.CompletedTask), 4, format);

    private static List<EngineAnswer> Answer(RemoteEngine engine, params EngineRequest[] requests)
    {
        var answers = new List<EngineAnswer>();
        engine.Answer(requests, answers.Add, TestContext.Current.CancellationToken);
        return [.. answers.OrderBy(answer => (answer.Request, answer.Sample))];
    }

    [Fact]
    public async Task Should_send_the_projects_own_prompt_ids_and_read_the_ids_that_come_back()
    {
        int[] ids = Small.Response(ControlToken.Ratios[0], Words, Small.Tokenizer.Encode(@"\boxed{82}"));
        await using var endpoint = await FakeEndpoint.Start(FakeReply.Json(new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject { ["text"] = "not looked at", ["finish_reason"] = "stop", ["token_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) }),
        }));
        using var engine = Engine(endpoint, Small);
        var answer = Assert.Single(Answer(engine, Ask));
        Assert.Equal((ControlToken.Ratios[0], Words, @"\boxed{82}", true, FinishReason.Stop), (answer.Control, answer.Thought, answer.Visible, answer.WellFormed, answer.Finish));
        Assert.Equal(ids, answer.Ids!);
        Assert.Equal(ids.Length, answer.ThinkTokens + answer.VisibleTokens + 4); // control token, marks, end of turn
        var sent = endpoint.Requests[0].Body;
        Assert.Equal(Small.Prompt(Ask.Question, Ask.Control), sent["prompt"]!.AsArray().Select(id => id!.GetValue<int>()));
        Assert.Equal((false, true, 50, 9L, "<eos>"), (sent["skip_special_tokens"]!.GetValue<bool>(), sent["return_token_ids"]!.GetValue<bool>(),
            sent["max_tokens"]!.GetValue<int>(), sent["seed"]!.GetValue<long>(), sent["stop"]![0]!.GetValue<string>()));
        // What the endpoint's model recommends must not decide.
        Assert.Equal("1 -1 0 1", $"{sent["top_p"]} {sent["top_k"]} {sent["min_p"]} {sent["repetition_penalty"]}");
    }

    [Fact]
    public async Task Should_count_tokens_of_a_text_where_the_endpoint_tells_no_ids()
    {
        await using var endpoint = await FakeEndpoint.Start(FakeReply.Texts(new JsonObject(), $"<COMP_20><think>{Words}</think>\\boxed{{82}}"));
        using var engine = Engine(endpoint, Small);
        var answer = Assert.Single(Answer(engine, Ask));
        Assert.Null(answer.Ids);
        Assert.True(answer.WellFormed);
        Assert.Equal(Small.EncodeThought(Words).Length, answer.ThinkTokens);
    }

    [Fact]
    public async Task Should_chat_where_there_is_no_tokenizer()
    {
        await using var endpoint = await FakeEndpoint.Start(FakeReply.Json(JsonNode.Parse("""
            {"choices":[{"message":{"content":"It is \\boxed{2}.","reasoning_content":"\nso two\n"},"finish_reason":"stop"}]}
            """)!));
        using var engine = Engine(endpoint, null);
        var answer = Assert.Single(Answer(engine, Ask with { Question = "1+1? " }));
        Assert.Equal(("so two", @"It is \boxed{2}.", true, null), (answer.Thought, answer.Visible, answer.WellFormed, answer.ThinkTokens));
        var messages = endpoint.Requests[0].Body["messages"]!;
        Assert.Equal("You are a helpful assistant.", messages[0]!["content"]!.GetValue<string>());
        Assert.Equal("Please reason step by step, and put your final answer within \\boxed{}.\n1+1? <COMP_20>", messages[1]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Should_ask_each_sample_apart_with_a_seed_of_its_own_and_report_failures_as_errors()
    {
        await using var endpoint = await FakeEndpoint.Start(request => request.Body["seed"]!.GetValue<long>() == 10 ? FakeReply.Broken : FakeReply.Texts(request.Body, "<think>a</think>b"));
        using var engine = Engine(endpoint, null);
        var answers = Answer(engine, Ask with { Samples = 3, Temperature = 1 });
        Assert.Equal([0, 1, 2], answers.Select(answer => answer.Sample));
        Assert.Equal([null, true, null], answers.Select(answer => answer.Error?.Contains("500", StringComparison.Ordinal)));
        Assert.Equal(2, engine.Usage.Requests);
        Assert.Equal(10, engine.Usage.CompletionTokens);
    }

    [Theory]
    [InlineData("content_filter")]
    [InlineData("abort")]
    public async Task Should_not_take_an_answer_for_one_that_was_broken_off(string reason)
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(200, $$"""{"choices":[{"text":"x","finish_reason":"{{reason}}"}]}"""));
        using var engine = Engine(endpoint, Small);
        Assert.Contains(reason, Assert.Single(Answer(engine, Ask)).Error);
    }

    [Fact]
    public async Task Should_stop_when_told_to()
    {
        await using var endpoint = await FakeEndpoint.Start(request => FakeReply.Texts(request.Body, "x") with { Delay = TimeSpan.FromSeconds(request.Number == 0 ? 0 : 30) });
        using var engine = Engine(endpoint, null);
        using var stop = new CancellationTokenSource();
        var count = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Answer([Ask with { Samples = 8 }], _ =>
        {
            count++;
            stop.Cancel();
        }, stop.Token));
        Assert.Equal(1, count);
    }
}
