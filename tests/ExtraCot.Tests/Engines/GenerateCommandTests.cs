using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Cli;
using ExtraCot.Cli.Commands;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Engines;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Questions => folder.PathOf("questions.jsonl");
    private string Output => folder.PathOf("out.jsonl");

    public void Dispose() => folder.Dispose();

    private static async Task<(int Code, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineHost.RunAsync(new RootCommand { GenerateCommand.Create() }, args, output, error, TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }

    private Task<(int Code, string Error)> Generate(string engine, params string[] more) =>
        Run(["generate", "--questions", Questions, "--engine", engine, "--out", Output, .. more]);

    private void WriteQuestions(params string[] questions) =>
        File.WriteAllLines(Questions, questions.Select((question, i) => JsonSerializer.Serialize(new { id = $"q{i}", question, answer = $"{i}" })));

    private List<JsonNode> Lines() => [.. File.ReadLines(Output).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public async Task Should_answer_with_the_shipped_model_and_count_its_tokens()
    {
        var problems = SmallWorldSet.Make(5, "generate", heldOut: true, 3);
        File.WriteAllLines(Questions, problems.Select(problem => JsonSerializer.Serialize(new { id = problem.Id, question = problem.Question, answer = problem.Answer })));
        var (code, error) = await Generate("local:small-base", "--max-new-tokens", "720");
        Assert.True(code == 0, error);
        Assert.Equal(problems.Select(problem => problem.Id), Lines().Select(line => line["id"]!.GetValue<string>()));
        Assert.All(Lines(), line => Assert.True(line["thinkTokens"]!.GetValue<int>() > 10 && line["wellFormed"]!.GetValue<bool>() && line["finish"]!.GetValue<string>() == "stop"));
        Assert.Equal(problems[0].Answer, Lines()[0]["gold"]!.GetValue<string>());
        Assert.False(File.Exists(Output + ".partial"));
    }

    [Fact]
    public async Task Should_write_in_the_order_of_the_questions_whatever_order_they_are_answered_in()
    {
        WriteQuestions("slow", "b", "c", "d");
        await using var endpoint = await FakeEndpoint.Start(request => FakeReply.Texts(request.Body, "<think>a</think>b") with
        {
            Delay = TimeSpan.FromMilliseconds(request.Body["messages"]![1]!["content"]!.GetValue<string>().Contains("slow", StringComparison.Ordinal) ? 300 : 0),
        });
        var (code, error) = await Generate(endpoint.Address, "--model", "m", "--samples", "2", "--temperature", "0.5");
        Assert.True(code == 0, error);
        Assert.Equal(["q0 0", "q0 1", "q1 0", "q1 1", "q2 0", "q2 1", "q3 0", "q3 1"], Lines().Select(line => $"{line["id"]} {line["sample"]}"));
    }

    [Fact]
    public async Task Should_keep_what_was_answered_and_ask_for_the_failed_ones_again()
    {
        WriteQuestions("a", "bad", "c");
        var healed = false;
        await using var endpoint = await FakeEndpoint.Start(request =>
            !healed && request.Body["messages"]![1]!["content"]!.GetValue<string>().Contains("bad", StringComparison.Ordinal) ? new FakeReply(400, "too bad") : FakeReply.Texts(request.Body, "<think>a</think>b"));
        var (code, error) = await Generate(endpoint.Address, "--model", "m");
        Assert.Equal(1, code);
        Assert.Contains("1 answers failed, the first: q1: ", error);
        Assert.Contains("too bad", error);
        Assert.False(File.Exists(Output));

        (code, error) = await Generate(endpoint.Address, "--model", "m");
        Assert.Equal((2, true), (code, error.Contains("--resume", StringComparison.Ordinal)));
        (code, error) = await Generate(endpoint.Address, "--model", "m", "--resume", "--control", "0.4");
        Assert.Equal((2, true), (code, error.Contains("control (none there, 0.4 now)", StringComparison.Ordinal)));

        healed = true;
        var before = endpoint.Requests.Count;
        (code, error) = await Generate(endpoint.Address, "--model", "m", "--resume");
        Assert.True(code == 0, error);
        Assert.Equal(before + 1, endpoint.Requests.Count);
        Assert.Equal(["q0", "q1", "q2"], Lines().Select(line => line["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Should_finish_without_the_failed_ones_only_when_told_to()
    {
        WriteQuestions("a", "bad");
        await using var endpoint = await FakeEndpoint.Start(request =>
            request.Body["messages"]![1]!["content"]!.GetValue<string>().Contains("bad", StringComparison.Ordinal) ? new FakeReply(400, "") : FakeReply.Texts(request.Body, "x"));
        var (code, error) = await Generate(endpoint.Address, "--model", "m", "--drop-failed");
        Assert.True(code == 0, error);
        Assert.Equal("q0", Assert.Single(Lines())["id"]!.GetValue<string>());
        Assert.Contains("1 failed", error);
    }

    [Fact]
    public async Task Should_stop_when_an_endpoint_refuses_everything()
    {
        WriteQuestions([.. Enumerable.Range(0, 300).Select(i => $"q{i}")]);
        await using var endpoint = await FakeEndpoint.Start(new FakeReply(403, ""));
        var (code, error) = await Generate(endpoint.Address, "--model", "m");
        Assert.Equal((1, true), (code, error.Contains("in a row failed", StringComparison.Ordinal)));
        Assert.InRange(endpoint.Requests.Count, 100, 150);
    }

    [Theory]
    [InlineData("--engine nowhere", "engine.engine: \"nowhere\"; expected local:DIR or the address")]
    [InlineData("--engine local:no-such-model", "no-such-model: no such model folder")]
    [InlineData("--engine http://127.0.0.1:9/v1 --control 1.3", "control: \"1.3\"; expected 0.2, 0.4")]
    [InlineData("--engine http://127.0.0.1:9/v1 --samples 3", "at temperature 0 would all be the same")]
    [InlineData("--engine http://127.0.0.1:9/v1 --tokenizer nowhere", "there is no such file")]
    [InlineData("--engine http://127.0.0.1:9/v1 --api-key-env EXTRACOT_NO_SUCH_KEY", "EXTRACOT_NO_SUCH_KEY is not set")]
    public async Task Should_refuse_what_it_cannot_do(string arguments, string reason)
    {
        WriteQuestions("a");
        var (code, error) = await Run(["generate", "--questions", Questions, "--out", Output, .. arguments.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(reason, error);
        Assert.False(File.Exists(Output) || File.Exists(Output + ".partial"));
    }
}
