using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Data;

/// <summary>Opens sets of problems by name or file.</summary>
public static class DataSets
{
    /// <summary>The built-in set: held-out problems of the small world, those of a quickstart with seed 1.</summary>
    public const string SmallWorld = "small-world";

    /// <summary>Problems of <see cref="SmallWorld"/> where nobody says how many.</summary>
    public const int SmallWorldProblems = 400;

    private const int SmallWorldTokens = 720;
    private const int PaperTokens = 4096;

    /// <summary>The most new tokens of an answer that suit a set: 720 for the small world (its longest thought and some), else 4096 (spec of stages 2 and 3, section 7.3).</summary>
    public static int MaxNewTokens(string data) => data == SmallWorld ? SmallWorldTokens : PaperTokens;

    /// <summary>Opens a set.</summary>
    /// <param name="data">A known name, or the path of a file.</param>
    /// <param name="folder">Folder that holds the known sets' files; null means <c>data</c>.</param>
    /// <param name="limit">The first problems only; null for all.</param>
    /// <exception cref="InputException">Unknown name, or the file is missing or cannot be used.</exception>
    public static ProblemSet Open(string data, string? folder = null, int? limit = null)
    {
        if (data == SmallWorld) return new(SmallWorld, SmallWorldSet.Make(1, "test", heldOut: true, limit ?? SmallWorldProblems));
        var set = File.Exists(data) ? Read(data, Path.GetFileNameWithoutExtension(data)) : Known(data, folder ?? "data");
        return limit is { } count ? set.Take(count) : set;
    }

    /// <summary>A file's questions with their gold answers; <see cref="QuestionFile"/> says how fields are named.</summary>
    private static ProblemSet Read(string path, string name) => new(name, [.. QuestionFile.ReadAll(path).Select(record => record.Gold is { Length: > 0 } gold
        ? new MathProblem(record.Id, record.Question, gold, record.Difficulty) { Subject = record.Subject }
        : throw new InputException($"{path}:{record.Line}: no gold answer: expected one of gold, answer, ground_truth, expected_answer, or a response that ends with \"The answer is:\" or \"####\""))]);

    private static ProblemSet Known(string name, string folder)
    {
        if (Path.HasExtension(name) || name.Contains('/', StringComparison.Ordinal)) throw new InputException($"{name}: no such file");
        var known = KnownDataSet.Find(name);
        var path = known.Files.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists) ?? throw new InputException(
            $"{name}: none of {string.Join(", ", known.Files)} in {Path.GetFullPath(folder)}; " +
            (known.Url is null ? "put one there, or name its folder with --data-dir" : $"'extracot data get {name}' downloads it, or name the folder that has it with --data-dir"));
        var set = Read(path, known.Name);
        return set.Problems.Count == known.Problems ? set : throw new InputException($"{path}: {set.Problems.Count} problems; {known.Name} has {known.Problems}");
    }
}
