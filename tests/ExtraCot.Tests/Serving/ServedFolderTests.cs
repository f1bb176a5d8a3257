using System.Text.Json.Nodes;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Microsoft.Extensions.AI;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>What a model folder says about answering: its generation_config.json holds for requests that leave things open, its chat template must be known.</summary>
public sealed class ServedFolderTests
{
    private const string Path = "/v1/chat/completions";
    private static readonly GenerationConfig Recommended = new() { Temperature = 0.6f, TopK = 20, TopP = 0.95f, MinP = 0.01f, RepetitionPenalty = 1.1f };

    private static JsonObject Chat(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var request = RunningServer.Chat(" Tom", fields);
        if (!fields.ToArray().Any(field => field.Name == "temperature")) request.Remove("temperature");
        return request;
    }

    private static (float, int, float, float, float) Values(SamplingOptions options) =>
        (options.Temperature, options.TopK, options.TopP, options.MinP, options.RepetitionPenalty);

    private static ScriptedModel Model(GenerationConfig? defaults) =>
        ScriptedModel.Of(ScriptedModel.SmallWorld, ScriptedModel.SmallWorld.Response(null, "Okay", []), defaults: defaults);

    [Fact]
    public async Task Should_decide_what_a_request_leaves_open()
    {
        var model = Model(Recommended);
        await using var server = await RunningServer.Start(model.Served);
        await server.Post(Path, Chat());
        await server.Post(Path, Chat(("temperature", 0), ("top_p", 1), ("top_k", -1)));
        await server.Post("/v1/completions", new JsonObject { ["prompt"] = " Tom", ["repetition_penalty"] = 1 });
        using var client = new ExtraCotChatClient(model.Served, RunningServer.NoControl);
        await client.GetResponseAsync(" Tom", new ChatOptions { Temperature = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(
            [(0.6f, 20, 0.95f, 0.01f, 1.1f), (0f, 0, 1f, 0.01f, 1.1f), (0.6f, 20, 0.95f, 0.01f, 1f), (1f, 20, 0.95f, 0.01f, 1.1f)],
            model.Requests.Select(request => Values(request.Options)));
    }

    [Fact]
    public async Task Should_leave_the_models_own_distribution_where_the_folder_says_nothing()
    {
        var model = Model(null);
        await using var server = await RunningServer.Start(model.Served);
        await server.Post(Path, Chat());
        Assert.Equal((1f, 0, 1f, 0f, 1f), Values(model.Requests.Single().Options));
    }

    [Fact]
    public void Should_refuse_a_folder_with_another_chat_template()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Repository.Path("models", "small-base"))) File.Copy(file, folder.PathOf(System.IO.Path.GetFileName(file)));
        folder.Write("chat_template.jinja", "{{ messages }}");
        Assert.Contains("unknown chat template", Assert.Throws<InputException>(() => ServedModel.Load(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_recommend_greedy_answers_and_name_the_ids_that_end_them()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Repository.Path("models", "small-base"))) File.Copy(file, folder.PathOf(System.IO.Path.GetFileName(file)));
        var close = ScriptedModel.SmallWorld.ThinkClose;
        folder.Write("generation_config.json", $$"""{"eos_token_id": [2, {{close}}], "do_sample": false}""");
        await using var server = await RunningServer.Start(ServedModel.Load(folder.FullPath));
        var request = RunningServer.Chat(RunningServer.Question);
        request.Remove("temperature");
        var answers = new[] { await server.Post(Path, request), await server.Post(Path, request) };
        var messages = answers.Select(answer => answer.GetProperty("choices")[0].GetProperty("message").GetRawText()).ToList();
        Assert.Equal(messages[0], messages[1]); // greedy, as the folder has it
        Assert.Contains("\"content\":\"\"", messages[0], StringComparison.Ordinal); // it ends with the thought
        Assert.DoesNotContain("think>", messages[0], StringComparison.Ordinal);
        Assert.Equal("stop", answers[0].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }
}
