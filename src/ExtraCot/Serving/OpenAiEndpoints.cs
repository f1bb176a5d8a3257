using ExtraCot.Nn.Generation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace ExtraCot.Serving;

/// <summary>OpenAI's routes over a local model: models, chat completions, text completions.</summary>
public static class OpenAiEndpoints
{
    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Of a <see cref="ServingHost"/>.</param>
    /// <param name="metrics">Of the same host.</param>
    /// <param name="model">Answers; must outlive the host.</param>
    /// <param name="budgets">How requests choose their ratio.</param>
    /// <param name="maxQueue">Most answers running or waiting; beyond it clients get 429.</param>
    public static void Map(IEndpointRouteBuilder routes, MetricFactory metrics, ServedModel model, BudgetMapping budgets, int maxQueue)
    {
        var queue = new AnswerQueue(model, maxQueue, metrics);
        var card = new ModelWire(model.Name, "model", DateTimeOffset.UtcNow.ToUnixTimeSeconds(), "extracot", model.ContextLength);
        routes.MapGet("/v1/models", () => Results.Json(new ModelListWire("list", [card]), WireJson.Wire.ModelListWire));
        routes.MapGet("/v1/models/{id}", (HttpContext context) =>
        {
            CheckName(model, context.Request.RouteValues["id"] as string);
            return Results.Json(card, WireJson.Wire.ModelWire);
        });
        routes.MapPost("/v1/chat/completions", new ChatEndpoint(model, budgets, queue).HandleAsync);
        routes.MapPost("/v1/completions", new CompletionEndpoint(model, queue).HandleAsync);
    }

    /// <exception cref="ApiException">The client asks for another model; without a name it takes the one there is.</exception>
    internal static void CheckName(ServedModel model, string? name)
    {
        if (name is not null && name != model.Name)
            throw new ApiException(404, $"this server has the model '{model.Name}' and no other", "model", "model_not_found");
    }

    /// <summary>OpenAI's word for the end of an answer.</summary>
    internal static string NameOf(FinishReason finish) => finish == FinishReason.Length ? "length" : "stop";

    /// <summary>The body of a request with JSON.</summary>
    /// <exception cref="ApiException">It is of another type. A web page elsewhere cannot send JSON without being asked first, so this also keeps it out.</exception>
    internal static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "the request needs Content-Type: application/json");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
