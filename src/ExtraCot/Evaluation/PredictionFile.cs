using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Data;
using ExtraCot.Engines;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Evaluation;

/// <summary>
/// Reads predictions of this program, of the reference (<c>prediction.json</c>) and of TokenSkip (<c>predictions.jsonl</c>) and judges them anew
/// (spec of stages 2 and 3, sections 7.5 and 8): <c>model_output</c> counts, not the verdict that stands beside it.
/// </summary>
/// <param name="problems">The problems they answer.</param>
/// <param name="tokenizer">Counts their tokens: the stored <c>cot_length</c> of the reference is 0 for a thought that is never closed.</param>
/// <param name="verifier">Decides on the answers.</param>
public sealed class PredictionFile(ProblemSet problems, ITokenizer tokenizer, IAnswerVerifier verifier)
{
    private static readonly string[] Responses = ["model_output", "response", "output", "completion"];
    private readonly Dictionary<string, MathProblem> byId = problems.Problems.ToDictionary(problem => problem.Id, StringComparer.Ordinal);
    private readonly ILookup<string, MathProblem> byQuestion = problems.Problems.ToLookup(problem => Key(problem.Question), StringComparer.Ordinal);

    /// <value>Time spent in the verifier so far.</value>
    public TimeSpan CheckerTime { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">JSON lines or an array.</param>
    /// <param name="mode">Mode of rows that do not name one; null takes the folder's ratio code or the file's name.</param>
    /// <exception cref="InputException">A row lacks its response, or answers a problem that is not in the set; the message names the row.</exception>
    public IReadOnlyList<Prediction> Read(string path, string? mode = null)
    {
        mode ??= ModeOf(path);
        var rows = JsonRows.Read(path).ToList();
        var samples = new Dictionary<(string, string), int>();
        var predictions = new List<Prediction>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (place, row) = rows[i];
            var text = JsonRows.Text(row, Responses) ?? throw new InputException($"{place}: no response; expected one of {string.Join(", ", Responses)}, found {JsonRows.Names(row)}");
            var problem = Problem(row, place, rows.Count == problems.Problems.Count ? i : null);
            var name = JsonRows.Text(row, "mode") ?? mode;
            var sample = samples[(problem.Id, name)] = samples.TryGetValue((problem.Id, name), out var last) ? last + 1 : 0;
            // A reference's file has one row a problem; its ids name problems, so a second one is a mistake, not a sample.
            if (sample > 0 && !row.TryGetProperty("sample", out _))
                throw new InputException($"{place}: a second prediction of \"{problem.Id}\"; ids must be unique unless rows number their \"sample\"");
            try
            {
                predictions.Add(Judge(text, problem, name, sample));
            }
            catch (TokenizationException unknown)
            {
                throw new InputException($"{place}: {unknown.Message}; is this the tokenizer of the model that wrote it?", unknown);
            }
        }
        return predictions;
    }

    private Prediction Judge(string text, MathProblem problem, string mode, int sample)
    {
        var answer = Take(text, problem.Id);
        var prediction = new Prediction(problem.Id, mode, sample)
        {
            Response = text,
            Control = answer.Control?.Name,
            ThinkTokens = tokenizer.Encode(answer.Thought).Length,
            VisibleTokens = tokenizer.Encode(answer.Visible).Length,
            Closed = answer.WellFormed || answer.Visible.Length > 0,
            Finished = answer.WellFormed || answer.Visible.Length > 0,
            WellFormed = answer.WellFormed,
            Loop = WordLoop.Found(text),
        };
        var start = Stopwatch.GetTimestamp();
        prediction = prediction.Judged(problem, answer.Visible, verifier);
        CheckerTime += Stopwatch.GetElapsedTime(start);
        return prediction;
    }

    /// <summary>A response with thinking marks by those; TokenSkip's, which have none, by the line that announces the answer.</summary>
    private static EngineAnswer Take(string text, string id)
    {
        var answer = AnswerReader.FromText(new EngineAnswer(0, id, 0), text, FinishReason.Stop);
        if (text.Contains("<think>", StringComparison.OrdinalIgnoreCase) || text.Contains("</think>", StringComparison.OrdinalIgnoreCase)) return answer;
        var mark = text.LastIndexOf("The final answer is", StringComparison.OrdinalIgnoreCase);
        return mark < 0
            ? answer with { Thought = text, Visible = "", WellFormed = false }
            : answer with { Thought = text[..mark].TrimEnd(), Visible = text[mark..], WellFormed = true };
    }

    private MathProblem Problem(JsonElement row, string place, int? position)
    {
        var problem = Find(row, position) ?? throw new InputException(
            $"{place}: id {JsonRows.Text(row, "id") ?? "(none)"} and its question are not in {problems.Name} ({problems.Problems.Count} problems); these are predictions of another data set");
        // This program's own rows hold the model's answer under "answer", the others' the gold one.
        var gold = JsonRows.Text(row, "gold") ?? (row.TryGetProperty("model_output", out _) ? JsonRows.Text(row, "answer") : null);
        if (string.IsNullOrEmpty(gold)) return problem;
        return SameGold(gold, problem) ? problem : throw new InputException(
            $"{place}: gold answer {gold}, but \"{problem.Id}\" of {problems.Name} has {problem.Answer}; these are predictions of another data set");
    }

    private MathProblem? Find(JsonElement row, int? position)
    {
        if (JsonRows.Text(row, "id") is { } id && byId.TryGetValue(id, out var problem)) return problem;
        if (JsonRows.Text(row, "question", "query", "problem", "prompt") is { Length: > 0 } question && byQuestion[Key(question)].FirstOrDefault() is { } asked) return asked;
        // The reference numbers rows by itself ("ansaug-0"): then the order is the data file's, and the gold answer must agree.
        return position is { } index && JsonRows.Text(row, "answer", "gold") is { Length: > 0 } gold && SameGold(gold, problems.Problems[index]) ? problems.Problems[index] : null;
    }

    private static bool SameGold(string gold, MathProblem problem) => gold.Trim() == problem.Answer.Trim() || AnswerChecker.Equal(problem.Answer, gold).Equal;

    private static string Key(string question) => string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The reference writes a folder for each ratio code: "0.2" … "1.0", "2.0" for policy, "3.0" for none.</summary>
    private static string ModeOf(string path) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) switch
    {
        "2.0" => "policy",
        "3.0" => EvaluationMode.NoneName,
        { } folder when EvaluationMode.ControlOf(folder) is not null => folder,
        _ => Path.GetFileNameWithoutExtension(path),
    };
}
