using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExtraCot.Annotation;
using ExtraCot.Remote;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Annotation;

/// <summary>Units scored by what a model loses without them; here a model behind an endpoint, whose log-probabilities are known.</summary>
public partial class ModelScorerTests
{
    private const string Thought = "Well, it is fine. So 2 + 3 = 5 here. Then 5 + 1 = 6. So the answer is 6.";

    [Fact]
    public async Task Should_measure_what_follows_a_gap_and_only_what_counts()
    {
        await using var endpoint = await FakeEndpoint.Start(request => Echo(request));
        using var client = Client(endpoint);
        var units = UnitDetector.Detect(Thought);
        var counts = units.Select(unit => unit.Kind == UnitKind.Equation).ToArray();
        var (first, second) = (Array.IndexOf(counts, true), Array.LastIndexOf(counts, true));
        var increase = new RemoteAblation(client, concurrency: 3).Increase(Segmented(Thought), counts, [first..(first + 1), 1..first, second..(second + 1), 0..units.Count], TestContext.Current.CancellationToken);
        // "5" in the second equation costs 0.5 where a "5" stood before and 4 where none did; nothing else changes.
        Assert.Equal([3.5, 0, 0, 0], increase.Select(nats => Math.Round(nats, 6)));
    }

    [Fact]
    public async Task Should_score_a_unit_alone_and_with_its_sentence()
    {
        await using var endpoint = await FakeEndpoint.Start(request => Echo(request));
        using var client = Client(endpoint);
        var thought = Segmented(Thought);
        var scores = new ModelScorer(new RemoteAblation(client, 4)).Score([thought])[0];
        float Of(string text) => scores[thought.Units.ToList().FindIndex(unit => Thought[unit.Start..unit.End].Trim() == text)];
        Assert.Equal(0, Of("fine"));
        Assert.Equal(3.5 / 4.5, Of("2 + 3 = 5"), 1e-5); // alone and with its sentence
        Assert.Equal(1.75 / 2.75, Of("here"), 1e-5); // with its sentence only
        Assert.Equal(1, Of("answer"));
    }

    [Theory]
    [InlineData("<s>")]
    [InlineData("")]
    public async Task Should_label_a_file_by_an_endpoint_and_count_its_tokens(string before)
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 2).Select(i => JsonSerializer.Serialize(new { id = i, question = "How many?", response = Thought }) + "\n")));
        await using var endpoint = await FakeEndpoint.Start(request => request.Path == "/v1/models" ? new FakeReply(200, """{"data":[{"id":"base"}]}""") : Echo(request, before));
        var (code, _, error) = Extracot.Run("annotate", "--in", input, "--out", folder.PathOf("labels.jsonl"), "--annotator", "model", "--endpoint", endpoint.Address, "--input-price", "1000");
        Assert.True(code == 0, error);
        var labels = LabelFile.Read(folder.PathOf("labels.jsonl")).ToList();
        Assert.All(labels, line => Assert.Equal("model base of an endpoint", line.Annotator));
        var kept = labels[1].Chunks[0].Kept.Select(range => Thought[range[0]..range[1]].Trim());
        Assert.Equal(["So 2 + 3 = 5 here.", "So the answer is 6."], kept);
        var asked = endpoint.Requests.Where(request => request.Path == "/v1/completions").ToList();
        Assert.All(asked, request => Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"echo":true,"logprobs":1,"max_tokens":1,"temperature":0,"model":"base"}"""), Without(request.Body, "prompt"))));
        Assert.StartsWith("How many?\n\nWell, it", (string)asked[0].Body["prompt"]!);
        Assert.Equal(10L * asked.Count, labels.Sum(line => line.Chunks[0].Usage![0]));
        Assert.Contains("cost 0.", error);
    }

    [Theory]
    [InlineData("no log-probabilities", "echoes no log-probabilities of the prompt", 2)] // one for the model's name
    [InlineData("other text", "do not spell the prompt", 5)]
    [InlineData("400", "too long", 5)]
    public async Task Should_mask_what_the_endpoint_cannot_measure_and_stop_where_it_never_can(string fault, string reason, int requests)
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 4).Select(i => JsonSerializer.Serialize(new { id = i, response = Thought }) + "\n")));
        await using var endpoint = await FakeEndpoint.Start(request => request.Path == "/v1/models" ? new FakeReply(200, """{"data":[{"id":"base"}]}""") : fault switch
        {
            "400" => new FakeReply(400, """{"error":{"message":"too long"}}"""),
            "other text" => Echo(request, text: "something else"),
            _ => FakeReply.Texts(request.Body, "a"),
        });
        var (code, _, error) = Extracot.Run("annotate", "--in", input, "--out", folder.PathOf("labels.jsonl"), "--annotator", "model", "--endpoint", endpoint.Address);
        Assert.Equal(2, code);
        Assert.Contains(reason, error);
        Assert.Equal(requests, endpoint.Requests.Count);
    }

    // Each piece of text costs 1 nat; a "5" costs 0.5 where one stood before and 4 where none did.
    private static FakeReply Echo(FakeRequest request, string before = "", string? text = null)
    {
        var prompt = text ?? (string)request.Body["prompt"]!;
        var pieces = Piece().Matches(prompt).Select(match => match.Value).ToList();
        if (before.Length > 0) pieces.Insert(0, before);
        var seen = false;
        var values = pieces.Select((piece, i) =>
        {
            var five = piece.Trim() == "5";
            var value = five ? seen ? -.5 : -4 : -1;
            seen |= five;
            return i == 0 ? null : (JsonNode?)value;
        }).ToArray();
        return FakeReply.Json(new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject
            {
                ["text"] = prompt + "!",
                ["logprobs"] = new JsonObject { ["tokens"] = new JsonArray([.. pieces.Append("!").Select(piece => (JsonNode)piece)]), ["token_logprobs"] = new JsonArray([.. values, -2]) },
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 10, ["completion_tokens"] = 1 },
        });
    }

    private static JsonObject Without(JsonObject body, string name)
    {
        var copy = body.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }

    private static OpenAiClient Client(FakeEndpoint endpoint) => new(endpoint.Address, new RemoteOptions { Model = "m" }, (_, _) => Task.CompletedTask);

    private static SegmentedThought Segmented(string text) => new("How many?", text, UnitDetector.Detect(text));

    [GeneratedRegex(@"\s*(\w+|[^\w\s])|\s+")]
    private static partial Regex Piece();
}
