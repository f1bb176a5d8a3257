using ExtraCot.Runs;
using ExtraCot.Text.Data;

namespace ExtraCot.SftData;

/// <summary>RL takes every question of its groups that has a gold answer, solved or not.</summary>
internal static class RlStep
{
    public static void Run(BuildContext build, StepCounter count)
    {
        var parts = build.Parts();
        Dictionary<SplitPart, List<RlQuestion>> kept = new() { [SplitPart.RlTrain] = [], [SplitPart.RlTest] = [] };
        foreach (var (_, line) in build.Lines())
        {
            // A question is taken out once it has been seen.
            if (line.Record is not { } record || !parts.Remove(QuestionKey.Of(record.Question), out var row) || row.Part is not { } part || !kept.TryGetValue(part, out var list)) continue;
            count.Read();
            if (record.Gold is null) count.Drop("no gold answer");
            else
            {
                list.Add(new RlQuestion(record.Id, record.Question, record.Gold, row.Group));
                count.Pass();
            }
        }
        JsonLines.Write(build.Run.PathOf(BuildContext.RlTrain), kept[SplitPart.RlTrain]);
        JsonLines.Write(build.Run.PathOf(BuildContext.RlTest), kept[SplitPart.RlTest]);
    }
}
