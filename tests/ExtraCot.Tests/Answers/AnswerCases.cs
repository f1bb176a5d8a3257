using ExtraCot.Tests.Support;

namespace ExtraCot.Tests.Answers;

/// <summary>The judged pairs in <c>Cases/*.txt</c>: "gold ≡ answer" where they are equal, "gold ≢ answer" where they are not.</summary>
internal static class AnswerCases
{
    public static IEnumerable<string> Kinds => Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    private static string Folder => Repository.Path("tests", "ExtraCot.Tests", "Answers", "Cases");

    public static IEnumerable<(string Gold, string Answer, bool Equal)> Of(string kind)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, $"{kind}.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var equal = line.Contains(" ≡ ", StringComparison.Ordinal);
            var parts = line.Split(equal ? " ≡ " : " ≢ ");
            yield return parts.Length == 2 ? (parts[0], parts[1], equal) : throw new InvalidDataException($"{kind}.txt: {line}");
        }
    }
}
