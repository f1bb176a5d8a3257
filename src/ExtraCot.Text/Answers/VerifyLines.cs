using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Text.Answers;

/// <summary>Checks JSON lines <c>{"gold":…,"pred":…}</c> and writes a JSON line for each, in order.</summary>
/// <param name="output">Takes the answers.</param>
/// <param name="error">Takes a line for each line that cannot be checked.</param>
public sealed class VerifyLines(TextWriter output, TextWriter error)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <value>Lines read, without blank ones.</value>
    public int Lines { get; private set; }

    /// <value>Lines whose answer was found equal.</value>
    public int Equal { get; private set; }

    /// <value>Lines that could not be checked.</value>
    public int Malformed { get; private set; }

    /// <value>How many verdicts rest on each rule.</value>
    public IReadOnlyDictionary<string, int> RuleCounts => counts;

    /// <summary>Reads to the end of the input.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled between two lines.</exception>
    public void Run(TextReader input, CancellationToken cancellation = default)
    {
        for (var number = 1; input.ReadLine() is { } line; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line)) continue;
            Lines++;
            try
            {
                var (gold, pred) = Parse(line);
                Answer(AnswerChecker.Check(gold, pred));
            }
            catch (InputException malformed)
            {
                Malformed++;
                error.WriteLine($"line {number}: {malformed.Message}");
                Write(json => json.WriteString("error", $"line {number}: {malformed.Message}"));
            }
        }
    }

    private static (string Gold, string? Pred) Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InputException("expected an object {\"gold\":…,\"pred\":…}");
            var gold = Field(document.RootElement, "gold");
            if (string.IsNullOrWhiteSpace(gold)) throw new InputException("\"gold\" is missing or empty; give the reference answer as a string or number");
            return (gold, Field(document.RootElement, "pred"));
        }
        catch (JsonException broken)
        {
            throw new InputException($"no JSON: {broken.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}", broken);
        }
        catch (InvalidOperationException broken)
        {
            throw new InputException($"no text: {broken.Message}", broken); // an unpaired surrogate
        }
    }

    private static string? Field(JsonElement row, string name) => row.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => null,
            _ => throw new InputException($"\"{name}\" is {value.ValueKind}; expected a string or number"),
        }
        : name == "gold" ? null : throw new InputException($"\"{name}\" is missing; expected an answer or a whole response");

    private void Answer(Verdict verdict)
    {
        if (verdict.Equal) Equal++;
        counts[verdict.Rule] = counts.GetValueOrDefault(verdict.Rule) + 1;
        Write(json =>
        {
            json.WriteBoolean("equal", verdict.Equal);
            json.WriteString("rule", verdict.Rule);
            json.WriteString("gold", verdict.Gold);
            json.WriteString("pred", verdict.Answer);
            if (verdict.Extracted is { } extracted) WriteExtracted(json, extracted);
        });
    }

    private static void WriteExtracted(Utf8JsonWriter json, ExtractedAnswer extracted)
    {
        json.WriteStartObject("extracted");
        json.WriteString("rule", JsonNamingPolicy.CamelCase.ConvertName(extracted.Rule.ToString()));
        json.WriteString("text", extracted.Text);
        json.WriteNumber("start", extracted.Start);
        json.WriteNumber("length", extracted.Length);
        if (extracted.Boxes > 1) json.WriteNumber("boxes", extracted.Boxes);
        if (extracted.TruncatedBox) json.WriteBoolean("truncatedBox", true);
        if (extracted.UnclosedThought) json.WriteBoolean("unclosedThought", true);
        json.WriteEndObject();
    }

    private void Write(Action<Utf8JsonWriter> fields)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
