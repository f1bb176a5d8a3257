using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Runs;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>Writes predictions as other programs do, for their tools (spec of stages 2 and 3, sections 7.5 and 8).</summary>
public static class ReferenceFormat
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Line = new(Json) { WriteIndented = false };

    /// <summary>The reference's layout: for each mode a folder named by its ratio code ("0.2" … "1.0", "2.0" policy, "3.0" none) with <c>prediction.json</c> and <c>metrics.json</c>; other modes keep their names.</summary>
    public static void WriteReference(EvaluatedRun run, string folder)
    {
        foreach (var (name, mode) in run.Modes)
        {
            var path = Path.Combine(folder, name switch { "policy" => "2.0", EvaluationMode.NoneName or EvaluationMode.BaseName => "3.0", _ => name });
            AtomicFile.Write(Path.Combine(path, "prediction.json"), stream => JsonSerializer.Serialize(stream, Rows(run, mode), Json));
            AtomicFile.Write(Path.Combine(path, "metrics.json"), stream => JsonSerializer.Serialize(stream, Metrics(mode, name), Json));
        }
    }

    /// <summary>TokenSkip's layout: for each mode <c>MODE/samples/predictions.jsonl</c>.</summary>
    public static void WriteTokenSkip(EvaluatedRun run, string folder)
    {
        foreach (var (name, mode) in run.Modes)
            AtomicFile.WriteText(Path.Combine(folder, name, "samples", "predictions.jsonl"), writer =>
            {
                foreach (var row in Rows(run, mode)) writer.WriteLine(JsonSerializer.Serialize(row, Line));
            });
    }

    private static IEnumerable<Row> Rows(EvaluatedRun run, ModeResult mode) => mode.Problems.Zip(mode.Answers).SelectMany(pair => pair.Second.Select(prediction => Of(run, pair.First, prediction)));

    private static Row Of(EvaluatedRun run, MathProblem problem, Prediction prediction) => new(problem.Id, run.Problems.Name, "", prediction.Response, prediction.Answer, problem.Answer,
        prediction.Right, prediction.Closed ? prediction.ThinkTokens : 0, prediction.Closed, prediction.Answer.Length > 0, ResponseText.Parse(prediction.Response).FirstToken);

    private static object Metrics(ModeResult mode, string name) => new
    {
        NSamples = mode.Count,
        mode.Accuracy,
        AvgCotLength = mode.Responses.Average(CotLength),
        Breakdown = new
        {
            All = Part(mode, _ => true),
            WithPred = Part(mode, prediction => prediction.Answer.Length > 0),
            WithPredAndClosedThink = Part(mode, prediction => prediction.Answer.Length > 0 && prediction.Closed),
        },
        Ratio = name,
        Injection = "special",
    };

    private static object Part(ModeResult mode, Func<Prediction, bool> holds)
    {
        var part = mode.Responses.Where(holds).ToList();
        return new { N = part.Count, Accuracy = part.Count == 0 ? 0 : part.Average(prediction => prediction.Right ? 1.0 : 0.0), AvgCotLength = part.Count == 0 ? 0 : part.Average(CotLength) };
    }

    // Their count: a thought that is not closed has length 0. Ours counts it to its end.
    private static double CotLength(Prediction prediction) => prediction.Closed ? prediction.ThinkTokens : 0;

    private sealed record Row(string Id, string Dataset, string Prompt, string ModelOutput, string Prediction, string Answer, bool Accuracy, int CotLength, bool HasClosedThink, bool HasPred, string? FirstSpecialToken);
}
