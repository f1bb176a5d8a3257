using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ExtraCot.Tests.Serving;

public sealed class TextCompletionTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    private const string Path = "/v1/completions";
    private readonly RunningServer server = shared.Server;

    private static JsonObject Complete(JsonNode prompt, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var request = new JsonObject { ["prompt"] = prompt, ["temperature"] = 0 };
        foreach (var (name, value) in fields) request[name] = value;
        return request;
    }

    private static JsonArray Ids() => new([.. ScriptedModel.SmallWorld.Prompt(RunningServer.Question, null).Select(id => (JsonNode)id)]);

    private static string[] Texts(JsonElement answer) => [.. answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()!)];

    [Fact]
    public async Task Should_continue_token_ids_and_show_the_marks()
    {
        var answer = await server.Post(Path, Complete(Ids(), ("return_token_ids", true)));
        var choice = answer.GetProperty("choices")[0];
        Assert.StartsWith("<think>Okay", choice.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"</think>{RunningServer.Answer}", choice.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(ScriptedModel.SmallWorld.EndOfTurn, choice.GetProperty("token_ids").EnumerateArray().Last().GetInt32());
        Assert.Equal(Ids().ToJsonString(), choice.GetProperty("prompt_token_ids").GetRawText());
    }

    [Fact]
    public async Task Should_take_several_prompts_of_either_kind()
    {
        var one = Texts(await server.Post(Path, Complete(Ids(), ("max_tokens", 4))))[0];
        var answer = await server.Post(Path, Complete(new JsonArray(" pencils", Ids(), " Tom"), ("max_tokens", 4), ("n", 2)));
        Assert.Equal(6, Texts(answer).Length);
        Assert.Equal([one, one], Texts(answer)[2..4]);
        Assert.Equal(Enumerable.Range(0, 6), answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(24, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Should_stream_several_prompts_at_once()
    {
        JsonObject Request() => Complete(new JsonArray(Ids(), " Tom", " So"), ("max_tokens", 12), ("n", 2), ("logprobs", 2));
        var whole = await server.Post(Path, Request());
        var events = await server.Stream(Path, Request());
        var choices = events.Select(each => each.GetProperty("choices")[0]).ToList();
        Assert.Equal(Texts(whole), Enumerable.Range(0, 6).Select(index => string.Concat(choices.Where(choice => choice.GetProperty("index").GetInt32() == index).Select(choice => choice.GetProperty("text").GetString()))));
        for (var index = 0; index < 6; index++)
        {
            var expected = whole.GetProperty("choices")[index].GetProperty("logprobs");
            var actual = choices.Where(choice => choice.GetProperty("index").GetInt32() == index).Select(choice => choice.GetProperty("logprobs")).ToList();
            foreach (var name in (string[])["tokens", "token_logprobs", "top_logprobs", "text_offset"])
                Assert.Equal(expected.GetProperty(name).EnumerateArray().Select(each => each.GetRawText()), actual.SelectMany(each => each.GetProperty(name).EnumerateArray()).Select(each => each.GetRawText()));
        }
    }

    [Fact]
    public async Task Should_take_no_mark_out_of_a_text()
    {
        var (status, error) = await server.PostRaw(Path, """{"prompt":"<user> Tom<assistant>"}""");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status); // the small world's vocabulary cannot spell them as text
        Assert.Contains("'<'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
