using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ExtraCot.Nn.Generation;
using ExtraCot.Serving;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>Many streaming clients at once, on loopback.</summary>
[Collection(Alone.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Clients = 200;
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;

    /// <summary>One streamed answer; returns the time to its first event. Every way it could go wrong throws.</summary>
    private static async Task<TimeSpan> Ask(HttpClient http, JsonObject body)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Test);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Test));
        TimeSpan? first = null;
        string? last = null;
        while (await reader.ReadLineAsync(Test) is { } line)
        {
            first ??= Stopwatch.GetElapsedTime(start);
            if (line.Length > 0) last = line;
        }
        Assert.Equal("data: [DONE]", last);
        return first!.Value;
    }

    private static JsonObject Request(int client, int tokens) => RunningServer.Chat(RunningServer.Question,
        ("stream", true), ("max_tokens", tokens), ("temperature", 1), ("seed", client), ("stream_options", new JsonObject { ["include_usage"] = true }));

    /// <summary>Clients that send their next request when the last is answered, until so many are answered in all or the time is over.</summary>
    private static async Task<(int[] Answers, TimeSpan[] First)> Load(Uri address, int answers, int tokens, TimeSpan limit)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        var counts = new int[Clients];
        var first = new List<TimeSpan>();
        var (begun, start) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            while (Interlocked.Increment(ref begun) <= answers && Stopwatch.GetElapsedTime(start) < limit)
            {
                var time = await Ask(http, Request(client, tokens));
                lock (first) first.Add(time);
                counts[client]++;
            }
        }));
        return (counts, [.. first.Order()]);
    }

    [Fact]
    public async Task Should_answer_200_streaming_clients_alike()
    {
        await using var server = await RunningServer.Start();
        var (answers, _) = await Load(server.Http.BaseAddress!, answers: 4 * Clients, tokens: 16, TimeSpan.MaxValue);
        Assert.Equal(4 * Clients, answers.Sum());
        Assert.InRange(answers.Min(), 2, 4); // first come, first served: nobody is left behind
        Assert.InRange(answers.Max(), 4, 6);
        Assert.Equal(4 * Clients * 16, await server.Metric("extracot_completion_tokens_total"));
        Assert.Equal((0, 0), (await server.Metric("extracot_answers_waiting"), await server.Metric("extracot_answers_running")));
    }

    /// <summary>One who has many requests waiting holds up another by about one of them, not by all.</summary>
    [Fact]
    public async Task Should_let_a_modest_client_take_its_turn_before_a_greedy_ones_backlog()
    {
        const int backlog = 30;
        await using var server = await RunningServer.Start(ServedModel.Load(Repository.Path("models", "small-base"), new EngineOptions { Rows = 1, Threads = 1 }));
        Task Of(string user)
        {
            var request = Request(1, tokens: 200);
            request["user"] = user;
            return Ask(server.Http, request);
        }
        async Task<double> Answered() => await server.Metric("extracot_answers_total{finish=\"stop\"}") + await server.Metric("extracot_answers_total{finish=\"length\"}");

        var greedy = Task.WhenAll(Enumerable.Range(0, 2 * backlog).Select(_ => Of("greedy")));
        while (await server.Metric("extracot_answers_waiting") < backlog) Assert.False(greedy.IsCompleted, "the backlog never grew");
        var before = await Answered();
        await Of("modest");
        Assert.InRange(await Answered() - before, 1, backlog / 2); // its own, what ran, one turn, and what was answered while it was on its way
        await greedy;
    }

    /// <summary>The real program under load for 80 seconds, a client leaving in the middle again and again: no error, memory flat, places freed.</summary>
    [Fact]
    public async Task Should_not_leak_under_load()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EXTRACOT_HEAVY") == "1", "80 seconds of load; EXTRACOT_HEAVY=1 runs it");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        var port = ServeCommandTests.FreePort();
        using var program = Extracot.Start("serve", "--model", Repository.Path("models", "small-base"), "--port", $"{port}", "--default-ratio", "none");
        var address = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient { BaseAddress = address };
        await ServeCommandTests.WaitUntilUp(http);

        var leaving = Leave(address);
        await Load(address, int.MaxValue, tokens: 100, TimeSpan.FromSeconds(20));
        var warm = ResidentMegabytes(program.Id);
        var (start, clients) = (Stopwatch.GetTimestamp(), await Load(address, int.MaxValue, tokens: 100, TimeSpan.FromSeconds(60)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = ResidentMegabytes(program.Id);
        await leaving;
        var (answers, first) = clients;
        output.WriteLine($"{Clients} streaming clients, {seconds:0} s: {answers.Sum()} answers of 100 tokens, {100 * answers.Sum() / seconds:0} tokens/s, no error");
        output.WriteLine($"answers per client {answers.Min()} to {answers.Max()}; time to first token {first[first.Length / 2].TotalSeconds:0.00} s median, {first[^(first.Length / 100 + 1)].TotalSeconds:0.00} s at 99 %");
        output.WriteLine($"resident memory {warm:0} MB after 20 s of warm-up, {after:0} MB at the end");
        Assert.InRange(after, 0, 1.1 * warm);
        Assert.InRange(answers.Max() - answers.Min(), 0, 2);
        string metrics;
        do metrics = await http.GetStringAsync("/metrics", Test);
        while (!metrics.Contains("extracot_answers_running 0") || !metrics.Contains("extracot_answers_waiting 0"));
    }

    /// <summary>Clients that hang up in the middle of a stream, for as long as the load runs.</summary>
    private static async Task Leave(Uri address)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 75;)
        {
            using var http = new HttpClient { BaseAddress = address };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(Request(0, 200)) };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Test);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await (await response.Content.ReadAsStreamAsync(Test)).ReadAtLeastAsync(new byte[100], 100, cancellationToken: Test);
        }
    }

    private static double ResidentMegabytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
}
