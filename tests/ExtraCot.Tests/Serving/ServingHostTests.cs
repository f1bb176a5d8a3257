using System.Net;
using System.Net.Http.Headers;
using ExtraCot.Nn.Generation;
using ExtraCot.Serving;
using ExtraCot.Tests.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ExtraCot.Tests.Serving;

public sealed class ServingHostTests
{
    private const string Path = "/v1/chat/completions";
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;

    private static ScriptedModel Waiting() => ScriptedModel.Of(ScriptedModel.SmallWorld, ScriptedModel.SmallWorld.Response(null, "Okay, 12.", []), waits: true);

    private static Task<HttpResponseMessage> Begin(RunningServer server, string body, CancellationToken cancellation = default)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        return server.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static string Streamed(string question = " Tom") => RunningServer.Chat(question, ("stream", true)).ToJsonString();

    [Theory]
    [InlineData("0.0.0.0", 0, "no key")]
    [InlineData("::", 0, "no key")]
    [InlineData("192.0.2.1", 0, "no key")]
    [InlineData("example.com", 0, "no address")]
    [InlineData("127.0.0.1", 70000, "no TCP port")]
    public void Should_refuse_an_address_it_must_not_take(string host, int port, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => new ServingHost(new() { Host = host, Port = port }, (_, _) => { })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Should_say_that_a_port_is_taken()
    {
        await using var first = await RunningServer.Start(Waiting().Served);
        await using var second = new ServingHost(new() { Port = first.Http.BaseAddress!.Port }, (_, _) => { });
        Assert.Contains("--port", (await Assert.ThrowsAsync<InputException>(() => second.StartAsync(Test))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_for_its_key_everywhere_but_at_health_and_playground()
    {
        await using var server = await RunningServer.Start(Waiting().Served, new() { ApiKey = "secret" });
        foreach (var path in (string[])["/v1/models", "/metrics", "/v1/nothing"])
        {
            foreach (var key in (string?[])[null, "Bearer wrong", "Bearer ", "secret", "Basic secret"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", key);
                using var response = await server.Http.SendAsync(request, Test);
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Contains("invalid_api_key", await response.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
            }
        }
        foreach (var path in (string[])["/health", "/"]) Assert.True((await server.Http.GetAsync(path, Test)).IsSuccessStatusCode);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        foreach (var path in (string[])["/v1/models", "/metrics"]) Assert.True((await server.Http.GetAsync(path, Test)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Should_answer_to_loopback_names_only_when_it_has_no_key()
    {
        await using var server = await RunningServer.Start(Waiting().Served);
        foreach (var (host, status) in ((string, HttpStatusCode)[])[("evil.example", HttpStatusCode.Forbidden), ("localhost:1", HttpStatusCode.OK), ("[::1]", HttpStatusCode.OK)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = host } };
            Assert.Equal(status, (await server.Http.SendAsync(request, Test)).StatusCode);
        }
    }

    [Fact]
    public async Task Should_refuse_more_answers_than_its_queue_holds_until_one_has_ended()
    {
        var model = Waiting();
        await using var server = await RunningServer.Start(model.Served, maxQueue: 2);
        using var first = await Begin(server, Streamed(), Test);
        using var second = await Begin(server, Streamed(), Test);
        using (var third = await Begin(server, Streamed(), Test))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
            Assert.NotNull(third.Headers.RetryAfter);
            Assert.Contains("queue_full", await third.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        }
        Assert.Equal(2, await server.Metric("extracot_answers_running"));
        model.Release();
        Assert.EndsWith("[DONE]\n\n", await first.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        Assert.EndsWith("[DONE]\n\n", await second.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        using var again = await Begin(server, Streamed(), Test);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var (status, _) = await server.PostRaw(Path, RunningServer.Chat(" Tom", ("n", 3)).ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Should_free_the_place_of_a_client_that_goes_away()
    {
        var model = Waiting();
        await using var server = await RunningServer.Start(model.Served, maxQueue: 1);
        foreach (var body in (string[])[Streamed(), RunningServer.Chat(" Tom").ToJsonString()])
        {
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(Test);
            var running = Begin(server, body, leave.Token);
            await server.WaitFor("extracot_answers_running", 1);
            if (body == Streamed()) (await running).Dispose();
            else await leave.CancelAsync();
            await server.WaitFor("extracot_answers_running", 0);
            Assert.True(model.Requests.Last().Cancellation.IsCancellationRequested);
        }
        Assert.Equal(2, await server.Metric("extracot_answers_total{finish=\"cancelled\"}"));
        model.Release();
        await server.Post(Path, RunningServer.Chat(" Tom"));
    }

    [Fact]
    public async Task Should_finish_running_answers_when_it_stops()
    {
        var model = Waiting();
        await using var server = await RunningServer.Start(model.Served);
        using var running = await Begin(server, Streamed(), Test);
        var stopped = server.Stop();
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            while (true) // until the listener is closed; connections that are open may still be served
            {
                using var other = new HttpClient { BaseAddress = server.Http.BaseAddress };
                await other.GetAsync("/health", Test);
            }
        });
        Assert.False(stopped.IsCompleted);
        model.Release();
        Assert.EndsWith("[DONE]\n\n", await running.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        await stopped;
    }

    [Fact]
    public async Task Should_abort_what_outlasts_the_time_to_stop()
    {
        var model = Waiting();
        await using var server = await RunningServer.Start(model.Served, new() { ShutdownSeconds = 0.1 });
        using var running = await Begin(server, Streamed(), Test);
        await server.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => running.Content.ReadAsStringAsync(Test));
        Assert.True(model.Requests.Single().Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task Should_report_a_failed_engine_as_unhealthy_with_the_reason()
    {
        var engine = new InferenceEngine(new BrokenBackend());
        var service = new GenerationService(engine);
        var model = new ServedModel("broken", ScriptedModel.SmallWorld, service.ContextLength, service.Submit, service, engine) { Failure = () => service.Failure };
        await using var server = await RunningServer.Start(model);
        Assert.Equal("{\"status\":\"ok\"}", await server.Http.GetStringAsync("/health", Test));
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.PostRaw(Path, RunningServer.Chat(" Tom").ToJsonString())).Status); // under way when it failed
        using var health = await server.Http.GetAsync("/health", Test);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal($"{{\"status\":\"failed\",\"reason\":\"{BrokenBackend.Reason}\"}}", await health.Content.ReadAsStringAsync(Test));
        var (status, error) = await server.PostRaw(Path, RunningServer.Chat(" Tom").ToJsonString());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_failed"), (status, error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Should_serve_the_routes_of_other_services_with_key_and_error_form()
    {
        await using var host = new ServingHost(new() { Port = 0, ApiKey = "k", MaxBodyBytes = 10 }, (routes, metrics) =>
        {
            routes.MapPost("/echo", async context => await context.Request.Body.CopyToAsync(context.Response.Body, Test));
            routes.MapGet("/fails", IResult () => throw new InvalidOperationException("inner words"));
            routes.MapGet("/wrong", IResult () => throw new InputException("what to do"));
        });
        await host.StartAsync(Test);
        using var client = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new("Bearer", "k") } };
        Assert.Equal("hi", await (await client.PostAsync("/echo", new StringContent("hi"), Test)).Content.ReadAsStringAsync(Test));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/echo", new StringContent(new string('x', 11)), Test)).StatusCode);
        var failed = await client.GetAsync("/fails", Test);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.DoesNotContain("inner words", await failed.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        var wrong = await client.GetAsync("/wrong", Test);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("what to do", await wrong.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        Assert.Contains("extracot_http_requests_total{route=\"/fails\",code=\"500\"} 1", await client.GetStringAsync("/metrics", Test), StringComparison.Ordinal);
        await host.StopAsync(Test);
    }

    [Fact]
    public async Task Should_count_tokens_and_answers()
    {
        var format = ScriptedModel.SmallWorld;
        var response = format.Response(ControlToken.Ratios[0], "Okay, 12.", format.Tokenizer.Encode(@"\boxed{12}"));
        await using var server = await RunningServer.Start(ScriptedModel.Of(format, response).Served);
        await server.Post(Path, RunningServer.Chat(" Tom", ("n", 2), ("compression_ratio", 0.2)));
        await server.Stream(Path, RunningServer.Chat(" Tom", ("max_tokens", 4)));
        Assert.Equal(format.Prompt(" Tom", ControlToken.Ratios[0]).Length + format.Prompt(" Tom", null).Length, await server.Metric("extracot_prompt_tokens_total"));
        Assert.Equal(2 * response.Length + 4, await server.Metric("extracot_completion_tokens_total"));
        Assert.Equal(2 * format.Parse(response).Thought.Length + 2, await server.Metric("extracot_reasoning_tokens_total"));
        Assert.Equal(2, await server.Metric("extracot_answers_total{finish=\"stop\"}"));
        Assert.Equal(1, await server.Metric("extracot_answers_total{finish=\"length\"}"));
        Assert.Equal(3, await server.Metric("extracot_answers_by_ratio_total{ratio=\"0.2\"}"));
        Assert.Equal(3, await server.Metric("extracot_time_to_first_token_seconds_count"));
        Assert.Equal((0, 0), (await server.Metric("extracot_answers_waiting"), await server.Metric("extracot_answers_running")));
    }
}
