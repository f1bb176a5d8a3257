using System.Globalization;
using ExtraCot.Data;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Chrpo.Data;

/// <summary>The training questions of stage 3.</summary>
public static class TeacherQuestions
{
    private const string SmallWorld = "small-world:";

    /// <summary>Questions of a file, or <c>small-world:N</c> for generated ones.</summary>
    /// <exception cref="InputException">The file cannot be read, or a question has no gold answer.</exception>
    public static IReadOnlyList<MathProblem> Read(string source, ulong seed)
    {
        if (source.StartsWith(SmallWorld, StringComparison.Ordinal))
            return int.TryParse(source.AsSpan(SmallWorld.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? SmallWorldSet.Make(seed, "teacher", heldOut: false, count)
                : throw new InputException($"--questions {source}: expected a number behind the colon, such as small-world:320");
        return [.. QuestionFile.ReadAll(source).Select(record => new MathProblem(record.Id, record.Question,
            record.Gold ?? throw new InputException($"{source}:{record.Line}: no gold answer; rewards need one (answer or gold)"), 0))];
    }
}
