using System.Text.Json;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Answers;
using Xunit;

namespace ExtraCot.Tests.Answers;

public sealed class TraceAgreementTests
{
    // Each line of the table: set, id, gold answer, answer found, stored flag, our verdict, who is right, why.
    [Fact]
    public void Verdicts_over_753_real_responses_differ_from_the_stored_flags_only_where_the_table_says()
    {
        var (responses, found) = (0, new List<string>());
        foreach (var file in Directory.GetFiles(SharedData.Path("data", "traces"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file))
            {
                var row = Row(line);
                var gold = row.GetProperty("gold").ToString();
                var stored = row.GetProperty("correct").GetBoolean();
                var verdict = AnswerChecker.Check(gold, row.GetProperty("response").GetString());
                responses++;
                if (verdict.Equal == stored) continue;
                found.Add(string.Join('\t', Path.GetFileNameWithoutExtension(file), row.GetProperty("id"), gold, verdict.Extracted!.Text, Word(stored), Word(verdict.Equal)));
            }
        }
        Assert.Equal(753, responses);
        var table = Table();
        Assert.All(table, line => Assert.Equal(8, line.Split('\t').Length));
        Assert.Equal(table.Select(line => string.Join('\t', line.Split('\t')[..6])), found);
    }

    // Where the stored flag is judged right, the stored gold answer was damaged: against the data set's own we agree with the flag.
    [Fact]
    public void Responses_whose_stored_gold_answer_is_damaged_are_right_against_the_data_sets_own()
    {
        var own = File.ReadLines(SharedData.Path("data", "math", "math500.jsonl")).Select(Row).ToDictionary(row => Letters(row, "question"), row => row.GetProperty("answer").ToString());
        var damaged = Table().Where(line => line.Split('\t')[6] == "stored").Select(line => line.Split('\t')[1]).ToHashSet();
        var checkedResponses = 0;
        foreach (var row in Directory.GetFiles(SharedData.Path("data", "traces"), "*.jsonl").SelectMany(File.ReadLines).Select(Row).Where(row => damaged.Contains(row.GetProperty("id").ToString())))
        {
            var verdict = AnswerChecker.Check(own[Letters(row, "question")], row.GetProperty("response").GetString());
            Assert.Equal((row.GetProperty("id").ToString(), row.GetProperty("correct").GetBoolean()), (row.GetProperty("id").ToString(), verdict.Equal));
            checkedResponses++;
        }
        Assert.Equal(damaged.Count, checkedResponses);
    }

    private static string[] Table() =>
        [.. File.ReadLines(Repository.Path("tests", "ExtraCot.Tests", "Answers", "Cases", "trace-disagreements.tsv")).Where(line => line.Length > 0 && line[0] != '#')];

    private static JsonElement Row(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static string Letters(JsonElement row, string name) => string.Concat(row.GetProperty(name).GetString()!.Where(letter => !char.IsWhiteSpace(letter)));

    private static string Word(bool right) => right ? "right" : "wrong";
}
