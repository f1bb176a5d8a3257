using System.Net;
using System.Security.Cryptography;
using System.Text;
using ExtraCot.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtraCot.Serving;

/// <summary>What every request passes: it needs the key, is counted and timed, and whatever goes wrong behind becomes an error object.</summary>
internal sealed partial class RequestGuard(ServingOptions options, IPEndPoint endPoint, MetricFactory metrics, ILogger log)
{
    private const int ClientClosedRequest = 499; // nginx's number for a client that went away

    private readonly byte[]? key = options.ApiKey is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : null;
    private readonly Counter requests = metrics.CreateCounter("extracot_http_requests_total", "Requests by route and status.", "route", "code");
    private readonly Histogram seconds = metrics.CreateHistogram("extracot_http_request_duration_seconds", "Time from request to the end of the answer.",
        new HistogramConfiguration { LabelNames = ["route"], Buckets = Histogram.ExponentialBuckets(0.001, 2, 18) });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        using (seconds.WithLabels(route).NewTimer()) await AnswerAsync(context, next);
        requests.WithLabels(route, $"{context.Response.StatusCode}").Inc();
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            CheckHost(context);
            CheckKey(context);
            context.Request.Body = new LimitedBody(context.Request, options.MaxBodyBytes);
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed } response)
                await ErrorBody.WriteAsync(context, new ApiException(response.StatusCode, $"{context.Request.Method} {context.Request.Path} is not served here"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = ClientClosedRequest;
        }
        catch (OperationCanceledException)
        {
            await ErrorBody.WriteAsync(context, new ApiException(StatusCodes.Status503ServiceUnavailable, "the server is stopping"));
        }
        catch (ApiException refusal)
        {
            await ErrorBody.WriteAsync(context, refusal);
        }
        catch (InputException wrong)
        {
            await ErrorBody.WriteAsync(context, new ApiException(StatusCodes.Status400BadRequest, wrong.Message));
        }
        catch (BadHttpRequestException wrong)
        {
            await ErrorBody.WriteAsync(context, new ApiException(wrong.StatusCode, "the request is not valid HTTP or ended early"));
        }
#pragma warning disable CA1031 // The outermost frame of a request: the client hears of a failure, the log of its reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failed(log, context.Request.Method, context.Request.Path, failure);
            await ErrorBody.WriteAsync(context, new ApiException(StatusCodes.Status500InternalServerError, "the server failed to answer; its log says why"));
        }
    }

    /// <summary>A server without a key trusts this machine's programs, but not a web page that had its own name resolve to this address.</summary>
    private void CheckHost(HttpContext context)
    {
        if (key is not null || !IPAddress.IsLoopback(endPoint.Address)) return;
        var name = context.Request.Host.Host;
        if (name is "localhost" || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))) return;
        throw new ApiException(StatusCodes.Status403Forbidden, "this server answers to localhost and loopback addresses only");
    }

    private void CheckKey(HttpContext context)
    {
        if (key is null || context.GetEndpoint()?.Metadata.GetMetadata<OpenAccess.Mark>() is not null) return;
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        var given = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()) : [];
        if (CryptographicOperations.FixedTimeEquals(given, key)) return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new ApiException(StatusCodes.Status401Unauthorized, "the API key is missing or wrong: send Authorization: Bearer KEY", code: "invalid_api_key");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, string path, Exception failure);
}
