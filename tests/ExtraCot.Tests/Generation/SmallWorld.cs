using System.Text.Json;
using System.Text.RegularExpressions;
using ExtraCot.Tests.Support;

namespace ExtraCot.Tests.Generation;

/// <summary>Problems of the small world in the token ids of its base model.</summary>
internal static partial class SmallWorld
{
    internal const int Bos = 1, Eos = 2, User = 3, Assistant = 4, Think = 5;
    private static readonly Dictionary<string, int> Vocabulary = ReadVocabulary();

    [GeneratedRegex(@"\\boxed\{| ?[A-Za-z]+|\d| ?[^\sA-Za-z\d]+| ")]
    private static partial Regex Pieces();

    internal static IReadOnlyList<(int[] Prompt, string Answer)> Problems(int count) =>
        File.ReadLines(SharedData.Path("data", "small-world", "test.jsonl")).Take(count).Select(Read).ToList();

    /// <summary>What stands between <c>\boxed{</c> and <c>}</c>; empty where nothing does.</summary>
    internal static string Answer(IEnumerable<int> tokens)
    {
        var names = Vocabulary.ToDictionary(entry => entry.Value, entry => entry.Key);
        var text = string.Concat(tokens.Select(id => names[id]));
        return text.Split(@"</think>\boxed{") is [_, var tail] ? tail.Split('}')[0] : "";
    }

    private static (int[], string) Read(string line)
    {
        using var problem = JsonDocument.Parse(line);
        var question = problem.RootElement.GetProperty("question").GetString()!;
        int[] prompt = [Bos, User, .. Pieces().Matches(question).Select(piece => Vocabulary[piece.Value]), Assistant, Think];
        return (prompt, problem.RootElement.GetProperty("answer").ToString());
    }

    private static Dictionary<string, int> ReadVocabulary()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("models", "small-base", "tokenizer.json")));
        return file.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetInt32());
    }
}
