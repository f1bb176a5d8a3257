using System.Net;
using ExtraCot.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtraCot.Serving;

/// <summary>
/// An HTTP server with what every service needs: key, limits, errors in OpenAI's form, <c>/health</c>, <c>/metrics</c> and a stop that lets
/// running requests finish. What it serves are the routes given to it. It logs neither requests nor answers, only its own failures, on stderr.
/// </summary>
public sealed class ServingHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly IPEndPoint endPoint;
    private readonly CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();

    /// <param name="options">Address, key and limits.</param>
    /// <param name="map">Adds the service's routes. Every route needs the key, unless it calls <see cref="OpenAccess.AllowWithoutKey{T}"/>.</param>
    /// <param name="failure">Why the service cannot answer any more, for <c>/health</c>; null, or a null result, where it can.</param>
    /// <exception cref="InputException">The options do not fit together; see <see cref="ServingOptions.Check"/>.</exception>
    public ServingHost(ServingOptions options, Action<IEndpointRouteBuilder, MetricFactory> map, Func<string?>? failure = null)
    {
        endPoint = options.Check();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // see LimitedBody
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // its failures become exceptions of StartAsync
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        app = builder.Build();
        Metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        var guard = new RequestGuard(options, endPoint, Metrics, app.Logger);
        app.UseRouting();
        app.Use(guard.InvokeAsync);
        app.MapGet("/health", () => failure?.Invoke() is { } reason
            ? Results.Json(new HealthWire("failed", reason), WireJson.Wire.HealthWire, statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Json(new HealthWire("ok", null), WireJson.Wire.HealthWire)).AllowWithoutKey();
        app.MapMetrics(registry: registry);
        map(app, Metrics);
    }

    /// <value>Makes counters that <c>/metrics</c> shows.</value>
    public MetricFactory Metrics { get; }

    /// <value>Where it listens, once started; with the port that was free where 0 was asked for.</value>
    public Uri Address => new(app.Urls.First());

    /// <summary>Begins to listen.</summary>
    /// <exception cref="InputException">The address or port cannot be had.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
        {
            throw new InputException($"cannot listen on {endPoint}: {failure.Message}; choose another --port or --host", failure);
        }
    }

    /// <summary>Refuses new connections and waits for running requests, at most <see cref="ServingOptions.ShutdownSeconds"/>; what runs then is aborted.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => app.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Signals belong to the command line, which stops the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
