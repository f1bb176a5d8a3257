using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ExtraCot.Remote;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Remote;

public class OpenAiClientTests
{
    private static readonly RemoteRequest Ask = new() { Prompt = "1+1=" };
    private static readonly FakeReply Two = FakeReply.Texts(new JsonObject(), "2");
    private readonly ConcurrentQueue<TimeSpan> pauses = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Pauses are noted and not taken.
    private OpenAiClient Client(FakeEndpoint endpoint, Func<RemoteOptions, RemoteOptions>? change = null)
    {
        var options = new RemoteOptions { Model = "fake", Attempts = 4 };
        return new OpenAiClient(endpoint.Address, change?.Invoke(options) ?? options, (time, _) =>
        {
            pauses.Enqueue(time);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Should_ask_for_a_completion_and_read_ids_usage_and_logprobs()
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(200, """
            {"choices":[{"index":1,"text":"b","finish_reason":"length","token_ids":[8]},
                        {"index":0,"text":"a","finish_reason":"stop","token_ids":[7,2],"prompt_token_ids":[3,4],"logprobs":{"tokens":["p","a"],"token_logprobs":[null,-0.5],"top_logprobs":[null,{}]}}],
             "usage":{"prompt_tokens":2,"completion_tokens":3,"completion_tokens_details":{"reasoning_tokens":1}}}
            """));
        using var client = Client(endpoint, options => options with { InputPrice = 1_000_000, OutputPrice = 2_000_000 });
        var response = await client.SendAsync(new RemoteRequest
        {
            PromptTokens = [3, 4],
            MaxTokens = 9,
            Temperature = .5f,
            TopP = .25f,
            Seed = 11,
            N = 2,
            Stop = ["<|im_end|>"],
            SkipSpecialTokens = false,
            ReturnTokenIds = true,
            Echo = true,
            Logprobs = 1,
        }, Cancel);
        Assert.Equal(["a", "b"], response.Choices.Select(choice => choice.Text));
        Assert.Equal([7, 2], response.Choices[0].TokenIds!);
        Assert.Equal("length", response.Choices[1].FinishReason);
        Assert.Equal([3, 4], response.PromptTokenIds!);
        Assert.Equal([("p", null), ("a", -.5)], response.Choices[0].Logprobs!);
        Assert.Null(response.Choices[1].Logprobs);
        Assert.Equal(new RemoteUsage(Requests: 1, PromptTokens: 2, CompletionTokens: 3, ReasoningTokens: 1, Cost: 8), client.Usage);
        var sent = Assert.Single(endpoint.Requests);
        Assert.Equal("/v1/completions", sent.Path);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"model":"fake","prompt":[3,4],"max_tokens":9,"temperature":0.5,"top_p":0.25,"seed":11,"n":2,"stop":["<|im_end|>"],
             "skip_special_tokens":false,"return_token_ids":true,"echo":true,"logprobs":1}
            """), sent.Body), sent.Body.ToJsonString());
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Should_chat_and_read_a_thought_handed_over_apart(string name)
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(200, $$"""{"choices":[{"message":{"content":"2","{{name}}":"hm"},"finish_reason":"stop"}]}"""));
        using var client = Client(endpoint);
        var choice = Assert.Single((await client.SendAsync(new RemoteRequest { Messages = [new ChatMessage("user", "1+1")] }, Cancel)).Choices);
        Assert.Equal(("2", "hm"), (choice.Text, choice.Reasoning));
        Assert.Equal("/v1/chat/completions", endpoint.Requests[0].Path);
        Assert.Equal("1+1", endpoint.Requests[0].Body["messages"]![0]!["content"]!.GetValue<string>());
    }

    public static TheoryData<string> Passing => ["429", "500", "503", "broken", "truncated", "slow", "empty", "wrong type", "no choice"];

    private static FakeReply Reply(string kind) => kind switch
    {
        "429" => FakeReply.Busy(),
        "500" => FakeReply.Broken,
        "503" => new FakeReply(503, ""),
        "broken" => new FakeReply(200, """{"choices":[{"text":"""),
        "truncated" => Two with { Truncated = true },
        "slow" => Two with { Delay = TimeSpan.FromSeconds(30) },
        "empty" => new FakeReply(200, ""),
        "wrong type" => new FakeReply(200, """{"choices":[{"text":{"a":1},"index":"x"}]}"""),
        _ => new FakeReply(200, """{"choices":[]}"""),
    };

    [Theory, MemberData(nameof(Passing))]
    public async Task Should_try_again_what_may_pass(string kind)
    {
        await using var endpoint = await FakeEndpoint.Start(Reply(kind), Two);
        using var client = Client(endpoint, options => options with { TimeoutSeconds = .5 });
        Assert.Equal("2", (await client.SendAsync(Ask, Cancel)).Choices[0].Text);
        Assert.Equal((1, 1), (client.Usage.Requests, client.Usage.Retries));
        Assert.InRange(Assert.Single(pauses).TotalSeconds, .5, 1);
    }

    [Fact]
    public async Task Should_give_up_after_the_last_try_with_growing_pauses()
    {
        await using var endpoint = await FakeEndpoint.Start(FakeReply.Broken);
        using var client = Client(endpoint);
        var failure = await Assert.ThrowsAsync<RemoteException>(() => client.SendAsync(Ask, Cancel));
        Assert.Contains("500 InternalServerError: {\"error\":{\"message\":\"out of order\"}} (4 tries)", failure.Message);
        Assert.Equal(4, endpoint.Requests.Count);
        Assert.Equal(3, pauses.Count);
        Assert.All(pauses.Zip([1, 2, 4]), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second / 2.0, pair.Second));
    }

    [Theory]
    [InlineData("7", 7, 7)]
    [InlineData("86400", 60, 60)]
    public async Task Should_wait_as_long_as_asked_to_but_not_for_ever(string header, double least, double most)
    {
        await using var endpoint = await FakeEndpoint.Start(FakeReply.Busy(header), Two);
        using var client = Client(endpoint);
        await client.SendAsync(Ask, Cancel);
        Assert.InRange(pauses.First().TotalSeconds, least, most);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Should_not_repeat_what_is_refused(int status)
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(status, "\u001b[31mno such\nthing" + new string('x', 5000)));
        using var client = Client(endpoint);
        var failure = await Assert.ThrowsAsync<RemoteException>(() => client.SendAsync(Ask, Cancel));
        Assert.Equal(status, (int)failure.Status!);
        Assert.DoesNotContain(failure.Message, char.IsControl);
        Assert.InRange(failure.Message.Length, 10, 500);
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task Should_report_a_redirect_instead_of_following_it_with_the_key()
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(307, "") { Headers = new Dictionary<string, string> { ["Location"] = "http://elsewhere.example/v1/completions" } });
        using var client = Client(endpoint);
        Assert.Contains("redirected to http://elsewhere.example", (await Assert.ThrowsAsync<RemoteException>(() => client.SendAsync(Ask, Cancel))).Message);
    }

    [Fact]
    public async Task Should_try_again_where_nobody_listens_and_say_so()
    {
        string address;
        await using (var endpoint = await FakeEndpoint.Start(Two)) address = endpoint.Address;
        using var client = new OpenAiClient(address, new RemoteOptions { Model = "m", Attempts = 2 }, (_, _) => Task.CompletedTask);
        Assert.Contains("(2 tries)", (await Assert.ThrowsAsync<RemoteException>(() => client.SendAsync(Ask, Cancel))).Message);
    }

    [Fact]
    public async Task Should_keep_to_the_concurrency_limit()
    {
        await using var endpoint = await FakeEndpoint.Start(Two with { Delay = TimeSpan.FromMilliseconds(20) });
        using var client = Client(endpoint, options => options with { Concurrency = 3 });
        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => client.SendAsync(Ask, Cancel)));
        Assert.Equal(15, client.Usage.Requests);
        Assert.InRange(endpoint.MostAtOnce, 1, 3);
    }

    [Fact]
    public async Task Should_space_requests_under_a_rate_limit()
    {
        await using var endpoint = await FakeEndpoint.Start(Two);
        using var client = Client(endpoint, options => options with { RequestsPerMinute = 1 });
        for (var i = 0; i < 3; i++) await client.SendAsync(Ask, Cancel);
        Assert.Equal([1, 2], pauses.Select(pause => (int)Math.Round(pause.TotalMinutes)));
    }

    [Fact]
    public async Task Should_take_the_key_from_the_environment_alone_and_never_show_it()
    {
        const string Variable = "EXTRACOT_TEST_KEY_OPENAI_CLIENT";
        Environment.SetEnvironmentVariable(Variable, "secret-123");
        await using var endpoint = await FakeEndpoint.Start(Two, new FakeReply(401, "no"));
        using var client = Client(endpoint, options => options with { ApiKeyEnv = Variable });
        await client.SendAsync(Ask, Cancel);
        Assert.Equal("Bearer secret-123", endpoint.Requests[0].Authorization);
        Assert.DoesNotContain("secret", (await Assert.ThrowsAsync<RemoteException>(() => client.SendAsync(Ask, Cancel))).ToString());
        Assert.Contains("is not set", Assert.Throws<InputException>(() => Client(endpoint, options => options with { ApiKeyEnv = "EXTRACOT_TEST_NO_SUCH_KEY" })).Message);
    }

    [Fact]
    public async Task Should_find_the_only_model_and_refuse_to_choose_among_several()
    {
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(200, """{"data":[{"id":"qwen"}]}"""), Two, new FakeReply(200, """{"data":[{"id":"a"},{"id":"b"}]}"""));
        using var first = Client(endpoint, options => options with { Model = null });
        await first.SendAsync(Ask, Cancel);
        Assert.Equal("qwen", endpoint.Requests[1].Body["model"]!.GetValue<string>());
        using var second = Client(endpoint, options => options with { Model = null });
        Assert.Contains("serves a, b", (await Assert.ThrowsAsync<InputException>(() => second.SendAsync(Ask, Cancel))).Message);
    }

    [Fact]
    public async Task Should_send_a_schema_until_the_endpoint_refuses_it()
    {
        await using var endpoint = await FakeEndpoint.Start(request => request.Body.ContainsKey("response_format") ? new FakeReply(400, "response_format is not supported") : Two);
        using var client = Client(endpoint);
        var ask = Ask with { Schema = new JsonObject { ["type"] = "object" } };
        for (var i = 0; i < 2; i++) Assert.Equal("2", (await client.SendAsync(ask, Cancel)).Choices[0].Text);
        Assert.Equal([true, false, false], endpoint.Requests.Select(request => request.Body.ContainsKey("response_format")));
        Assert.Equal("object", endpoint.Requests[0].Body["response_format"]!["json_schema"]!["schema"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Should_stop_when_told_to()
    {
        await using var endpoint = await FakeEndpoint.Start(Two with { Delay = TimeSpan.FromSeconds(30) });
        using var client = Client(endpoint);
        using var stop = new CancellationTokenSource();
        var pending = client.SendAsync(Ask, stop.Token);
        while (endpoint.Requests.Count == 0) await Task.Delay(5, Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }
}
