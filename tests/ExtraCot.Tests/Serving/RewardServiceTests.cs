using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ExtraCot.Chrpo;
using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Serving;

public sealed class RewardServiceTests : IAsyncLifetime
{
    private const string Prompt = "<bos><user>Sara has 12 pencils.<COMP_POLICY><assistant>";
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;
    private readonly ServingHost host = RewardServer.Create(Repository.Path("models", "small-base"), new RewardOptions { Mode = new() }, new ServingOptions { Port = 0 });
    private HttpClient http = new();

    public async ValueTask InitializeAsync()
    {
        await host.StartAsync(Test);
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    // A thought of 20 tokens, a digit each.
    private static string Response(string token, string answer) => $"{token}<think>31415926535897932384</think>\\boxed{{{answer}}}<eos>";

    [Fact]
    public async Task Should_speak_OpenRLHFs_protocol()
    {
        using var answer = await http.PostAsJsonAsync("/get_reward", new
        {
            query = new[] { Prompt + Response("<COMP_20>", "12"), Prompt + Response("<COMP_20>", "13"), Prompt + Response("<COMP_40>", "12") },
            prompts = new[] { Prompt, Prompt, "another prompt" },
            labels = new[] { "12", "12", """{"gold":"12","r_star":0.2,"l_ref":100,"v_ref":4}""" },
        }, Test);
        var root = await answer.Content.ReadFromJsonAsync<JsonElement>(Test);
        double[] rewards = [.. root.GetProperty("rewards").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(1, rewards[0]); // without r* and L_ref accuracy alone counts
        Assert.Equal(0, rewards[1]);
        // r̂ = 0.2 at r_c = 0.4 is two bands off: −1 weighted 0.3; one step above r*: 0.20 − 0.10
        Assert.Equal(1 - .3 + .1, rewards[2], 9);
        Assert.Equal(rewards, root.GetProperty("scores").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(1, root.GetProperty("extra_logs").GetProperty("accuracy")[0].GetDouble());
    }

    [Fact]
    public async Task Should_score_items_as_text_or_ids_term_by_term()
    {
        var ids = ExtraCot.Text.Tokenization.TokenizerFile.Load(Repository.Path("models", "small-base")).EncodeTrusted(Response("<COMP_20>", "12"));
        using var answer = await http.PostAsJsonAsync("/rewards", new
        {
            items = new object[]
            {
                new { response_ids = ids, gold = "12", r_star = .2, l_ref = 100.0 },
                new { response = Response("<COMP_20>", "12").Replace("<eos>", "", StringComparison.Ordinal), gold = "12" },
                new { response = Response("<COMP_20>", "12").Replace("<eos>", "", StringComparison.Ordinal), gold = "12", finished = true },
                new { response = "<think>12</think>", gold = 12 },
            },
        }, Test);
        var rows = (await answer.Content.ReadFromJsonAsync<JsonElement>(Test)).GetProperty("rewards");
        Assert.Equal(1 + .3 + .2, rows[0].GetProperty("score").GetDouble(), 9);
        Assert.Equal(.5 + .2, rows[0].GetProperty("control").GetDouble(), 9);
        Assert.Contains("Truncated", rows[1].GetProperty("violations").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, rows[2].GetProperty("score").GetDouble());
        Assert.Equal(-1, rows[3].GetProperty("score").GetDouble());
    }

    [Theory]
    [InlineData("/get_reward", """{"query":["a"]}""", "'labels' is missing")]
    [InlineData("/get_reward", """{"query":["a"],"labels":["1","2"]}""", "expected as many")]
    [InlineData("/get_reward", """{"query":["<COMP_20>"],"labels":[""]}""", "item 0")]
    [InlineData("/get_reward", """{"query":["<COMP_20>"],"labels":["{\"gold\":\"1\",\"r_star\":0.3}"]}""", "not on the grid")]
    [InlineData("/rewards", """{"items":[{"gold":"1"}]}""", "needs response")]
    [InlineData("/rewards", """{"items":[{"response":"x"}]}""", "no gold")]
    [InlineData("/rewards", """{"items":[{"response":"x","gold":"1","l_ref":"long"}]}""", "l_ref")]
    [InlineData("/rewards", "[", "not valid JSON")]
    public async Task Should_refuse_what_it_cannot_score(string path, string body, string expected)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content, Test);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Test)).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
