using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ExtraCot.Text.SmallWorld;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExtraCot.Serving;

/// <summary>The page at <c>/</c>: one question answered side by side at several budgets. One file, no network but this server.</summary>
internal static partial class Playground
{
    private const string GeneralQuestion = "A train covers 180 km in 2 hours and 15 minutes. What is its average speed in km/h?";

    public static void Map(IEndpointRouteBuilder routes, ServedModel model)
    {
        var page = Render(model);
        var policy = $"default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{ScriptHash(page)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        routes.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            return Results.Text(page, "text/html; charset=utf-8");
        }).AllowWithoutKey();
    }

    private static string Render(ServedModel model)
    {
        using var resource = typeof(Playground).Assembly.GetManifestResourceStream("playground.html")!;
        using var reader = new StreamReader(resource);
        // A model of the small world knows its own words only.
        var question = model.Format.HasTurns ? GeneralQuestion : SmallWorldSet.Make(seed: 1, "playground", heldOut: true, count: 1)[0].Question;
        return reader.ReadToEnd().ReplaceLineEndings("\n").Replace("{{model}}", WebUtility.HtmlEncode(model.Name)).Replace("{{question}}", WebUtility.HtmlEncode(question));
    }

    private static string ScriptHash(string page) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script().Match(page).Groups["text"].Value)));

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
