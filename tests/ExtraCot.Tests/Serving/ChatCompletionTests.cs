using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>Answers of the shipped model over plain HTTP.</summary>
public sealed class ChatCompletionTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    private const string Path = "/v1/chat/completions";
    private readonly RunningServer server = shared.Server;

    private static JsonObject Chat(params ReadOnlySpan<(string, JsonNode?)> fields) => RunningServer.Chat(RunningServer.Question, fields);

    private static JsonElement Message(JsonElement answer, int choice = 0) => answer.GetProperty("choices")[choice].GetProperty("message");

    [Fact]
    public async Task Should_answer_with_thought_and_answer_apart()
    {
        var answer = await server.Post(Path, Chat(("model", "small-base"), ("return_token_ids", true)));
        var choice = answer.GetProperty("choices")[0];
        Assert.Equal(RunningServer.Answer, Message(answer).GetProperty("content").GetString());
        Assert.StartsWith("Okay", Message(answer).GetProperty("reasoning_content").GetString(), StringComparison.Ordinal);
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var format = ScriptedModel.SmallWorld;
        int[] ids = [.. choice.GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];
        var parsed = format.Parse(ids);
        Assert.True(parsed.WellFormed);
        var usage = answer.GetProperty("usage");
        Assert.Equal(format.Prompt(RunningServer.Question, null), answer.GetProperty("prompt_token_ids").EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal(answer.GetProperty("prompt_token_ids").GetArrayLength(), usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(ids.Length, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(parsed.Thought.Length, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task Should_stream_the_same_answer()
    {
        var whole = await server.Post(Path, Chat());
        var events = await server.Stream(Path, Chat(("stream_options", new JsonObject { ["include_usage"] = true })));
        string Text(string name) => string.Concat(events.SelectMany(each => each.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty(name, out var text) ? text.GetString() : ""));
        Assert.Equal(Message(whole).GetProperty("content").GetString(), Text("content"));
        Assert.Equal(Message(whole).GetProperty("reasoning_content").GetString(), Text("reasoning_content"));
        Assert.Equal("assistant", Text("role"));
        Assert.Equal(whole.GetProperty("usage").GetRawText(), events[^1].GetProperty("usage").GetRawText());
        Assert.Equal("stop", events[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Single(events.Select(each => each.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Should_give_samples_their_own_randomness_and_repeat_them_with_the_seed()
    {
        JsonObject Request(long seed) => Chat(("n", 4), ("seed", seed), ("temperature", 2), ("max_tokens", 200));
        async Task<string[]> Thoughts(long seed) =>
            [.. (await server.Post(Path, Request(seed))).GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("reasoning_content").GetString()!)];
        var first = await Thoughts(-7);
        Assert.Equal(4, first.Distinct().Count());
        Assert.Equal(first, await Thoughts(-7));
        Assert.NotEqual(first, await Thoughts(8));
        var events = await server.Stream(Path, Request(-7));
        Assert.Equal(first, Enumerable.Range(0, 4).Select(index => string.Concat(events.SelectMany(each => each.GetProperty("choices").EnumerateArray())
            .Where(choice => choice.GetProperty("index").GetInt32() == index)
            .Select(choice => choice.GetProperty("delta").TryGetProperty("reasoning_content", out var text) ? text.GetString() : ""))));
    }

    [Fact]
    public async Task Should_end_at_the_limit()
    {
        foreach (var name in (string[])["max_tokens", "max_completion_tokens"])
        {
            var answer = await server.Post(Path, Chat((name, 5)));
            Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
            Assert.Equal(5, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        }
    }

    [Fact]
    public async Task Should_end_before_a_stop_text()
    {
        var answer = await server.Post(Path, Chat(("stop", new JsonArray("7}", "never"))));
        Assert.Equal(@"\boxed{22", Message(answer).GetProperty("content").GetString());
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Should_tell_log_probabilities_with_alternatives()
    {
        var answer = await server.Post(Path, Chat(("logprobs", true), ("top_logprobs", 3), ("max_tokens", 6)));
        var content = answer.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content");
        Assert.Equal(6, content.GetArrayLength());
        foreach (var token in content.EnumerateArray())
        {
            var alternatives = token.GetProperty("top_logprobs").EnumerateArray().Select(each => each.GetProperty("logprob").GetDouble()).ToList();
            Assert.Equal(3, alternatives.Count);
            Assert.Equal(alternatives.OrderDescending(), alternatives);
            Assert.Equal(alternatives[0], token.GetProperty("logprob").GetDouble()); // greedy
            Assert.InRange(alternatives.Sum(Math.Exp), 0, 1 + 1e-5);
            Assert.Equal(token.GetProperty("token").GetString(), System.Text.Encoding.UTF8.GetString([.. token.GetProperty("bytes").EnumerateArray().Select(b => b.GetByte())]));
        }
        var events = await server.Stream(Path, Chat(("logprobs", true), ("top_logprobs", 3), ("max_tokens", 6)));
        Assert.Equal(content.EnumerateArray().Select(each => each.GetRawText()),
            events.SelectMany(each => each.GetProperty("choices").EnumerateArray()).Where(choice => choice.TryGetProperty("logprobs", out _))
                .SelectMany(choice => choice.GetProperty("logprobs").GetProperty("content").EnumerateArray()).Select(each => each.GetRawText()));
    }

    [Fact]
    public async Task Should_accept_what_means_nothing_to_it()
    {
        var request = Chat(("max_tokens", 1), ("user", "me"), ("metadata", new JsonObject { ["a"] = "b" }), ("store", false), ("tools", new JsonArray()), ("presence_penalty", 0),
            ("logit_bias", new JsonObject()), ("response_format", new JsonObject { ["type"] = "text" }), ("modalities", new JsonArray("text")), ("stop", null), ("seed", null),
            ("chat_template_kwargs", new JsonObject { ["enable_thinking"] = true }), ("top_p", 0), ("top_k", -1), ("tool_choice", "none"));
        request["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["name"] = "me", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = RunningServer.Question }) });
        await server.Post(Path, request);
    }

    [Fact]
    public async Task Should_list_its_model()
    {
        var models = await server.Http.GetStringAsync("/v1/models", TestContext.Current.CancellationToken);
        var card = JsonDocument.Parse(models).RootElement.GetProperty("data")[0];
        Assert.Equal("small-base", card.GetProperty("id").GetString());
        Assert.Equal(1024, card.GetProperty("max_model_len").GetInt32());
        Assert.Equal(card.GetRawText(), await server.Http.GetStringAsync("/v1/models/small-base", TestContext.Current.CancellationToken));
    }
}
