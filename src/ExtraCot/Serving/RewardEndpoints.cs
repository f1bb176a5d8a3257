using System.Text.Json;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Rewarding;
using ExtraCot.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace ExtraCot.Serving;

/// <summary>
/// Rewards over HTTP for trainers elsewhere: OpenRLHF's protocol at <c>/get_reward</c>, whole items with ids or text at <c>/rewards</c>
/// (verl, TRL). A batch is scored on all processors.
/// </summary>
public static class RewardEndpoints
{
    private const int MostItems = 16_384;

    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Of a <see cref="ServingHost"/>.</param>
    /// <param name="metrics">Of the same host.</param>
    /// <param name="scorer">Scores.</param>
    public static void Map(IEndpointRouteBuilder routes, MetricFactory metrics, RewardScorer scorer)
    {
        var scored = metrics.CreateCounter("extracot_rewards_total", "Responses scored.");
        var right = metrics.CreateCounter("extracot_rewards_right_total", "Responses scored whose answer was right.");
        async Task<RewardTerms[]> Score<T>(IReadOnlyList<T> items, Func<T, int, RewardTerms> score, CancellationToken cancellation)
        {
            var terms = new RewardTerms[items.Count];
            try
            {
                await Task.Run(() => Parallel.For(0, items.Count, new ParallelOptions { CancellationToken = cancellation }, i => terms[i] = At(i, () => score(items[i], i))), cancellation);
            }
            catch (AggregateException several) when (several.InnerExceptions.OfType<ApiException>().FirstOrDefault() is { } refusal)
            {
                throw refusal;
            }
            scored.Inc(terms.Length);
            right.Inc(terms.Count(term => term.Accuracy > 0));
            return terms;
        }
        routes.MapPost("/get_reward", async (HttpContext context) =>
        {
            var (queries, prompts, labels) = ReadOpenRlhf(RequestFields.Parse(await OpenAiEndpoints.BodyAsync(context)));
            var terms = await Score(queries, (query, i) => scorer.Score(scorer.ResponseIn(query, prompts?[i]), RewardLabel.Parse(labels[i])), context.RequestAborted);
            var rewards = terms.Select(term => term.Main).ToArray();
            return Results.Json(new OpenRlhfRewards(rewards, rewards, RewardLogs.Of(terms)), RewardJson.Wire.OpenRlhfRewards);
        });
        routes.MapPost("/rewards", async (HttpContext context) =>
        {
            var items = ReadItems(RequestFields.Parse(await OpenAiEndpoints.BodyAsync(context)));
            var terms = await Score(items, (item, _) => item.Ids is { } ids ? scorer.Score(ids, item.Label) : scorer.Score(item.Response!, item.Label, item.Finished), context.RequestAborted);
            return Results.Json(new RewardList([.. terms.Select(RewardRow.Of)]), RewardJson.Wire.RewardList);
        });
    }

    private sealed record Item(string? Response, int[]? Ids, bool Finished, RewardLabel Label);

    private static (IReadOnlyList<string> Queries, IReadOnlyList<string>? Prompts, IReadOnlyList<string> Labels) ReadOpenRlhf(RequestFields fields)
    {
        var queries = Texts(fields, "query") ?? throw Missing("query");
        var prompts = Texts(fields, "prompts");
        var labels = Texts(fields, "labels") ?? throw Missing("labels");
        fields.RefuseOthers();
        if (labels.Count != queries.Count) throw new ApiException(400, $"'labels' has {labels.Count} elements, 'query' {queries.Count}; expected as many", "labels", "invalid_value");
        if (prompts is not null && prompts.Count != queries.Count) throw new ApiException(400, $"'prompts' has {prompts.Count} elements, 'query' {queries.Count}; expected as many", "prompts", "invalid_value");
        return (queries, prompts, labels);
    }

    private static List<Item> ReadItems(RequestFields fields)
    {
        var items = fields.Array("items", MostItems) ?? throw Missing("items");
        fields.RefuseOthers();
        return [.. items.Select((item, i) => At(i, () => ReadItem(item.Value, item.Path)))];
    }

    private static Item ReadItem(JsonElement value, string path)
    {
        var fields = RequestFields.ObjectOf(value, path);
        var (response, ids) = (fields.Text("response"), fields.Array("response_ids", int.MaxValue));
        var finished = fields.Flag("finished") ?? false;
        fields.Ignore("gold", "r_star", "l_ref", "v_ref");
        fields.RefuseOthers();
        if (response is null == ids is null) throw new ApiException(400, $"'{path}' needs response (text) or response_ids, one of them", path, "invalid_value");
        var label = RewardLabel.Of(value) ?? throw new ApiException(400, $"'{path}' has no gold answer; expected the field gold", path, "invalid_value");
        return new Item(response, ids is null ? null : [.. ids.Select(id => (int)RequestFields.IntegerOf(id.Value, id.Path, 0, int.MaxValue))], finished, label);
    }

    private static IReadOnlyList<string>? Texts(RequestFields fields, string name) =>
        fields.Array(name, MostItems) is { } items ? [.. items.Select(item => RequestFields.TextOf(item.Value, item.Path))] : null;

    private static ApiException Missing(string name) => new(400, $"'{name}' is missing", name, "invalid_value");

    // The client must learn which of a thousand items is wrong.
    private static T At<T>(int index, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InputException wrong) when (wrong is not ApiException)
        {
            throw new ApiException(400, $"item {index}: {wrong.Message}", code: "invalid_value");
        }
    }
}
