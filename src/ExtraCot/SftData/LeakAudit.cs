using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Looks at the finished files once more: whatever the steps did, no question may be in two of them.</summary>
internal static class LeakAudit
{
    private const int Shown = 5;

    /// <exception cref="InvalidOperationException">A question is in two splits: an error of the build.</exception>
    public static void Check(BuildContext build)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var offenders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in (string[])[BuildContext.Train, BuildContext.Validation])
            foreach (var sample in JsonLines.Stream<SftSample>(build.Run.PathOf(file))) Claim(sample.Id, sample.Question, sample.Group, sample.Control == ControlToken.Policy.Name ? $"{file}, policy" : file);
        foreach (var file in (string[])[BuildContext.RlTrain, BuildContext.RlTest])
            foreach (var question in JsonLines.Stream<RlQuestion>(build.Run.PathOf(file))) Claim(question.Id, question.Question, question.Group, file);
        if (offenders.Count > 0) throw new InvalidOperationException($"{offenders.Count} questions are in two splits: {string.Join(", ", offenders.Take(Shown))}");

        void Claim(string id, string question, string group, string file)
        {
            foreach (var (names, name) in ((Dictionary<string, string>, string)[])[(owners, QuestionKey.Of(question)), (groups, group)])
                if (!names.TryAdd(name, file) && names[name] != file) offenders.Add($"{id} ({names[name]}, {file})");
        }
    }
}
