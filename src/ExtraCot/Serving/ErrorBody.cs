using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ExtraCot.Serving;

/// <summary>OpenAI's error object.</summary>
internal static class ErrorBody
{
    private const int RetryAfterSeconds = 1;

    /// <summary><c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c>.</summary>
    public static byte[] Json(ApiException refusal) => JsonSerializer.SerializeToUtf8Bytes(
        new ErrorWire(new ErrorFields(refusal.Message, refusal.Type, refusal.Parameter, refusal.Code)), WireJson.Wire.ErrorWire);

    /// <summary>Answers with it; where the answer has begun already, the connection is cut, so that the client does not take it for whole.</summary>
    public static async Task WriteAsync(HttpContext context, ApiException refusal)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        if (refusal.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(Json(refusal), context.RequestAborted);
    }
}
