using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>A server on a free loopback port, and a client that speaks plain HTTP to it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    internal const string Question = "Sara has 200 pencils. First she buys 3 packs with 9 pencils in each. Sara is 31 years old. How many pencils does Sara have in the end?";
    internal const string Answer = @"\boxed{227}";

    private readonly ModelServer server;

    private RunningServer(ModelServer server)
    {
        this.server = server;
        Http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    internal HttpClient Http { get; }

    internal Uri OpenAi => new(server.Address, "v1");

    internal static ServedModel SmallBase() => ServedModel.Load(Repository.Path("models", "small-base"));

    /// <summary>The base model knows no control tokens yet, so that by default it is asked without one.</summary>
    internal static BudgetMapping NoControl { get; } = new() { Default = null };

    internal static async Task<RunningServer> Start(ServedModel? model = null, ServingOptions? options = null, BudgetMapping? budgets = null, int maxQueue = 256)
    {
        var server = new ModelServer(model ?? SmallBase(), (options ?? new()) with { Port = 0 }, budgets ?? NoControl, maxQueue);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(server);
    }

    internal static JsonObject Chat(string question = Question, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var request = new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }), ["temperature"] = 0 };
        foreach (var (name, value) in fields) request[name] = value;
        return request;
    }

    internal async Task<JsonElement> Post(string path, JsonObject request)
    {
        using var response = await Http.PostAsJsonAsync(path, request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Error)> PostRaw(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return (response.StatusCode, answer.TryGetProperty("error", out var error) ? error : default);
    }

    /// <summary>The events of a streamed answer, without the last, which must be [DONE].</summary>
    internal async Task<List<JsonElement>> Stream(string path, JsonObject request)
    {
        request["stream"] = true;
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(request) };
        using var response = await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]).ToList();
        Assert.Equal("[DONE]", events[^1]);
        return [.. events[..^1].Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>The value of one line of /metrics.</summary>
    internal async Task<double> Metric(string name)
    {
        var text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var line = text.Split('\n').FirstOrDefault(each => each.StartsWith(name + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(name.Length + 1)..]);
    }

    /// <summary>Waits until a metric has a value; a test that never sees it fails by its own cancellation.</summary>
    internal async Task WaitFor(string name, double value)
    {
        while (await Metric(name) != value) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    internal Task Stop() => server.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
    }
}
