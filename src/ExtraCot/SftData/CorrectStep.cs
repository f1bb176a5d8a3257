using ExtraCot.Data;
using ExtraCot.Runs;
using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;

namespace ExtraCot.SftData;

/// <summary>Keeps the right responses: only they teach. How often a question is answered rightly tells how hard it is.</summary>
internal sealed class CorrectStep(BuildContext build)
{
    private readonly Dictionary<string, SplitLine> parts = build.Parts();
    private readonly Dictionary<string, (int Right, int All)> passes = new(StringComparer.Ordinal);

    public void Run(StepCounter count)
    {
        build.Progress.Begin("correct", 0, "responses");
        JsonLines.Write(build.Run.PathOf(BuildContext.Correct), Right(count));
        build.Progress.End();
        JsonLines.Write(build.Run.PathOf(BuildContext.Passes), passes.Select(entry => new QuestionPasses(entry.Key, entry.Value.Right, entry.Value.All)));
    }

    private IEnumerable<SftItem> Right(StepCounter count)
    {
        var done = 0;
        foreach (var chunk in build.Lines().Where(line => line.Line.Record is not null).Chunk(BuildContext.Chunk))
        {
            foreach (var judged in chunk.AsParallel().AsOrdered().Select(line => Judge(line.Line.Record!)).ToList())
            {
                if (judged is null) continue;
                count.Read();
                if (judged.Reason is { } reason) count.Drop(reason);
                else count.Pass();
                var (right, all) = passes.GetValueOrDefault(judged.Item.Key);
                if (judged.IsVerdict) passes[judged.Item.Key] = (right + (judged.Reason is null ? 1 : 0), all + 1);
                if (judged.Reason is null) yield return judged.Item;
            }
            build.Progress.Report(done += chunk.Length);
        }
    }

    // Null where the question serves RL or nothing.
    private Judged? Judge(QuestionRecord record)
    {
        var key = QuestionKey.Of(record.Question);
        if (!parts.TryGetValue(key, out var row) || row.Part is not { } part || part is SplitPart.RlTrain or SplitPart.RlTest) return null;
        var read = record.Response is null ? null : ResponseParts.Of(record.Response);
        var item = new SftItem
        {
            Id = record.Id,
            Key = key,
            Group = row.Group,
            Part = part,
            Question = record.Question.TrimEnd(),
            Gold = record.Gold ?? "",
            Thought = read?.Thought ?? "",
            Visible = read?.Visible ?? "",
        };
        if (record.Gold is null) return new(item, "no gold answer", false);
        if (read is null) return new(item, "no response", false);
        if (read.Problem is { } problem) return new(item, problem, true);
        var verdict = AnswerChecker.Check(record.Gold, item.Visible);
        if (!verdict.Equal) return new(item, verdict.Extracted!.Rule == ExtractionRule.None ? "no answer" : "wrong answer", true);
        return new(item, verdict.Extracted!.Rule == ExtractionRule.Boxed ? null : "right, but not in a box", true);
    }

    private sealed record Judged(SftItem Item, string? Reason, bool IsVerdict);
}
