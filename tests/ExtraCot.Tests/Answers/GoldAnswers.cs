using System.Text.Json;
using ExtraCot.Tests.Support;

namespace ExtraCot.Tests.Answers;

/// <summary>The gold answers of the reference data.</summary>
internal static class GoldAnswers
{
    public static string[] Math500 => Of("math", "math500.jsonl");

    /// <value>MATH-500, GSM8K test, AMC 2023 (40) and AMC 2022-23 (83).</value>
    public static string[] All => [.. Math500, .. Of("gsm8k", "test.jsonl"), .. Of("amc", "amc23_40.jsonl"), .. Of("amc", "amc_83.jsonl")];

    private static string[] Of(string set, string file) => [.. File.ReadLines(SharedData.Path("data", set, file)).Where(line => line.Length > 0).Select(Answer)];

    private static string Answer(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.GetProperty("answer").ToString();
    }
}
