using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExtraCot.Tests.Support;

/// <summary>An OpenAI-style endpoint on the loopback that answers by script.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<FakeRequest> requests = new();
    private readonly Func<FakeRequest, FakeReply> script;
    private int number = -1;
    private int running;

    private FakeEndpoint(Func<FakeRequest, FakeReply> script)
    {
        this.script = script;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Map("/{**path}", Handle);
    }

    /// <value>Up to and with <c>/v1</c>.</value>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1";

    /// <value>The requests in order of arrival.</value>
    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    /// <value>Most requests that were under way at once.</value>
    public int MostAtOnce { get; private set; }

    /// <summary>Starts it.</summary>
    public static async Task<FakeEndpoint> Start(Func<FakeRequest, FakeReply> script)
    {
        var endpoint = new FakeEndpoint(script);
        await endpoint.app.StartAsync();
        return endpoint;
    }

    /// <summary>Gives the replies one after the other, the last one for ever.</summary>
    public static Task<FakeEndpoint> Start(params FakeReply[] replies) => Start(request => replies[Math.Min(request.Number, replies.Length - 1)]);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        lock (requests) MostAtOnce = Math.Max(MostAtOnce, ++running);
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var request = new FakeRequest(Interlocked.Increment(ref number), context.Request.Path, context.Request.Headers.Authorization.FirstOrDefault(), body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject());
            requests.Enqueue(request);
            await Reply(context, script(request));
        }
        finally
        {
            lock (requests) running--;
        }
    }

    private static async Task Reply(HttpContext context, FakeReply reply)
    {
        if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, context.RequestAborted);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        var bytes = Encoding.UTF8.GetBytes(reply.Body);
        context.Response.ContentLength = bytes.Length;
        if (!reply.Truncated) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        else
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }
}
