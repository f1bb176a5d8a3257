using System.Globalization;
using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Data;

/// <summary>
/// Reads questions, gold answers and responses from JSON lines in the forms public data sets come in, fields found by name: this project's own files
/// (<c>question, gold|answer, response</c>), MetaMath (<c>query, original_question</c>, the gold answer after the last "The answer is:"), GSM8K (the gold answer
/// after <c>####</c>), TokenSkip (<c>question, model_output|cot, answer</c>) and Hugging Face <c>messages</c>.
/// </summary>
public static class QuestionFile
{
    private const string MetaMathAnswer = "The answer is:";
    private const string GsmAnswer = "####";

    /// <summary>The lines in order, one in memory at a time; blank ones are passed over. A line that cannot be used comes with its reason.</summary>
    /// <exception cref="InputException">There is no such file, or it is not text.</exception>
    public static IEnumerable<QuestionLine> Read(string path)
    {
        var number = 0;
        foreach (var line in TextLines.Read(path))
        {
            number++;
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty) continue;
            QuestionLine result;
            try
            {
                result = new(number, Parse(line, number), null);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
            {
                result = new(number, null, $"{path}:{number}: {exception.Message.Split('\n', '\r')[0]}");
            }
            yield return result;
        }
    }

    /// <summary>All records; ids are unique.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>; or a line cannot be used, an id comes twice, or there is no question at all.</exception>
    public static IReadOnlyList<QuestionRecord> ReadAll(string path)
    {
        var records = new List<QuestionRecord>();
        var lines = new Dictionary<string, int>();
        foreach (var line in Read(path))
        {
            if (line.Record is not { } record) throw new InputException(line.Error!);
            if (!lines.TryAdd(record.Id, line.Number)) throw new InputException($"{path}:{line.Number}: id \"{record.Id}\" stands in line {lines[record.Id]} already; give each question its own");
            records.Add(record);
        }
        return records.Count > 0 ? records : throw new InputException($"{path}: no question in it; expected JSON lines with a field question, query, problem, prompt or messages");
    }

    private static QuestionRecord Parse(ArraySegment<byte> line, int number)
    {
        using var document = JsonDocument.Parse(line.AsMemory());
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException($"expected a JSON object, found {root.ValueKind}");
        var question = JsonFields.First(root, JsonFields.Question) ?? JsonFields.Message(root, "user");
        if (string.IsNullOrWhiteSpace(question))
            throw new FormatException($"no question: expected one of {string.Join(", ", JsonFields.Question)} or messages, found {string.Join(", ", root.EnumerateObject().Select(p => p.Name).Take(8))}");
        var reference = JsonFields.First(root, "response"); // MetaMath's teacher, this project's model
        var response = JsonFields.First(root, "model_output", "output") ?? reference ?? JsonFields.First(root, "cot", "solution") ?? JsonFields.Message(root, "assistant");
        var (gold, worked) = Gold(root);
        gold ??= After(reference, MetaMathAnswer) ?? After(response, GsmAnswer);
        var id = Scalar(root, "id") ?? Scalar(root, "question_id") ?? Scalar(root, "qid") ?? Scalar(root, "unique_id") ?? number.ToString(CultureInfo.InvariantCulture);
        return new QuestionRecord(number, id, Bare(question), gold, response ?? worked, JsonFields.First(root, "original_question"))
        {
            Subject = JsonFields.First(root, "subject", "type"),
            Difficulty = Difficulty(Scalar(root, "level") ?? Scalar(root, "difficulty") ?? Scalar(root, "steps")),
        };
    }

    // MATH writes "Level 5", its derivatives 5.
    private static int Difficulty(string? text) =>
        int.TryParse(text?.Replace("Level ", "", StringComparison.OrdinalIgnoreCase), NumberStyles.Integer, CultureInfo.InvariantCulture, out var level) ? level : 0;

    // Chat data brings the instruction along, which the prompt format adds itself.
    private static string Bare(string question) =>
        question.StartsWith(PromptFormat.Instruction, StringComparison.Ordinal) ? question[PromptFormat.Instruction.Length..].TrimStart() : question;

    // GSM8K's answer is the worked solution, its end the gold answer.
    private static (string? Gold, string? Worked) Gold(JsonElement root)
    {
        var text = Scalar(root, "gold") ?? Scalar(root, "answer") ?? Scalar(root, "ground_truth") ?? Scalar(root, "expected_answer");
        return After(text, GsmAnswer) is { } end ? (end, text) : (string.IsNullOrWhiteSpace(text) ? null : text.Trim(), null);
    }

    private static string? After(string? text, string mark)
    {
        var at = text?.LastIndexOf(mark, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? null : text![(at + mark.Length)..].Trim() is { Length: > 0 } end ? end : null;
    }

    private static string? Scalar(JsonElement root, string name) => root.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => JsonFields.Text(value, name),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
