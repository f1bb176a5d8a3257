using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ExtraCot.Serving;

/// <summary>Writes server-sent events. Nothing is on its way before <see cref="FlushAsync"/>.</summary>
internal sealed class SseWriter : IDisposable
{
    private readonly HttpContext context;
    private readonly PipeWriter output;
    private readonly Utf8JsonWriter json;

    public SseWriter(HttpContext context)
    {
        this.context = context;
        output = context.Response.BodyWriter;
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireJson.Encoder });
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // reverse proxies must not hold pieces back
    }

    /// <summary>One event.</summary>
    public void Write<T>(T value, JsonTypeInfo<T> type)
    {
        output.Write("data: "u8);
        json.Reset();
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
        output.Write("\n\n"u8);
    }

    /// <summary>The event that ends a stream in OpenAI's protocol.</summary>
    public void WriteDone() => output.Write("data: [DONE]\n\n"u8);

    /// <summary>Sends what is written and waits while the client is slow.</summary>
    public async Task FlushAsync() => await output.FlushAsync(context.RequestAborted);

    public void Dispose() => json.Dispose();
}
