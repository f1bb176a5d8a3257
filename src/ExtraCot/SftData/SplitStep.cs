using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Data;

namespace ExtraCot.SftData;

/// <summary>Says what each question is used for, by groups of questions that rephrase each other: nothing later can move one.</summary>
internal sealed class SplitStep(BuildContext build)
{
    private const int ShownLeaks = 5;

    private readonly SplitOptions split = build.Options.Split;
    private readonly HeldOutQuestions heldOut = new(build.Options.Benchmarks, build.Options.Split.OverlapWords);
    private readonly HashSet<string> overlapping = new(StringComparer.Ordinal);
    private readonly List<LeakLine> leaks = [];

    public void Run(StepCounter count)
    {
        var groups = new QuestionGroups(build.Options.Seed, split);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var unreadable = new List<string>();
        var lines = 0;
        build.Progress.Begin("split", 0, "lines");
        foreach (var (file, line) in build.Lines())
        {
            build.Progress.Report(++lines);
            if (line.Record is not { } record)
            {
                unreadable.Add(line.Error!);
                continue;
            }
            var key = QuestionKey.Of(record.Question);
            var original = record.OriginalQuestion is null ? key : QuestionKey.Of(record.OriginalQuestion);
            groups.Add(key, original);
            if (keys.Add(key)) LookForLeaks(record, $"{Path.GetFileName(file)}:{line.Number}", key, original);
        }
        build.Progress.End();
        JsonLines.Write(build.Run.PathOf(BuildContext.Leaks), leaks);
        AtomicFile.WriteText(build.Run.PathOf(BuildContext.Unreadable), writer => unreadable.ForEach(writer.WriteLine));
        if (keys.Count == 0) throw new InputException($"no question in {string.Join(", ", build.Options.Inputs)}{(unreadable.Count > 0 ? $"; the first line that cannot be used: {unreadable[0]}" : "")}");
        RefuseLeaks();
        count.Read(keys.Count);
        JsonLines.Write(build.Run.PathOf(BuildContext.Split), keys.Select(key => Line(key, groups.GroupOf(key), groups, count)));
        count.Note("lines", lines);
        count.Note("unreadable lines", unreadable.Count);
        count.Note("groups", keys.Select(groups.GroupOf).Distinct().Count());
        count.Note("held-out questions to avoid", heldOut.Count);
        count.Note("held-out questions found", leaks.Count(leak => leak.Kind == LeakLine.Same));
        count.Note("overlaps found", leaks.Count(leak => leak.Kind == LeakLine.Overlap));
    }

    private void LookForLeaks(Data.QuestionRecord record, string place, string key, string original)
    {
        if ((heldOut.Same(key) ?? heldOut.Same(original)) is { } same) leaks.Add(new(record.Id, place, LeakLine.Same, same, ""));
        else if ((heldOut.Overlap(record.Question) ?? heldOut.Overlap(record.OriginalQuestion ?? "")) is var (found, words))
        {
            leaks.Add(new(record.Id, place, LeakLine.Overlap, found, words));
            overlapping.Add(key);
        }
    }

    private void RefuseLeaks()
    {
        var same = leaks.FindAll(leak => leak.Kind == LeakLine.Same);
        if (same.Count == 0 || build.Options.AllowBenchmark) return;
        var shown = string.Join(", ", same.Take(ShownLeaks).Select(leak => $"{leak.Place} (id {leak.Id}) is {leak.HeldOut}"));
        throw new InputException($"{same.Count} questions are held-out ones: {shown}{(same.Count > ShownLeaks ? ", …" : "")}; all are in {build.Run.PathOf(BuildContext.Leaks)}. " +
            "Take them out of the inputs, or run a demonstration that must not be trained on with --allow-benchmark");
    }

    private SplitLine Line(string key, string group, QuestionGroups groups, StepCounter count)
    {
        if (overlapping.Contains(key) && !build.Options.AllowBenchmark)
        {
            count.Drop($"shares {split.OverlapWords} words in a row with a held-out question");
            return new SplitLine(key, group, null);
        }
        var part = groups.PartOf(group);
        count.Pass();
        count.Add($"for {part}");
        return new SplitLine(key, group, part);
    }
}
