using System.Globalization;
using System.Text;
using System.Text.Json;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Thoughts of the small world labelled by the generator itself, which knows what each sentence is for.</summary>
public static class SmallWorldLabels
{
    private const ulong Seed = 41;

    /// <summary>Held-out problems, 2 to 5 steps in turn; kept are core and helper equations and the conclusion.</summary>
    public static IEnumerable<LabelledThought> Make(int count)
    {
        foreach (var (problem, index) in Problems(count).Select((problem, index) => (problem, index)))
        {
            var kept = new List<int[]>();
            var at = 0;
            foreach (var segment in problem.Segments)
            {
                if (segment.Kind is SegmentKind.CoreEquation or SegmentKind.HelperEquation or SegmentKind.Conclusion) kept.Add([at, at + segment.Text.Length]);
                at += segment.Text.Length;
            }
            ChunkLabels whole = new() { Start = 0, End = at, Status = ChunkStatus.Ok, Kept = kept };
            yield return new LabelledThought(JsonSerializer.SerializeToElement(index), "generator", problem.Question, problem.Thought, [whole]);
        }
    }

    /// <summary>For each kind of sentence how it is scored, and how often a core equation of the same thought is scored higher (ties count half).</summary>
    /// <param name="pairs">What <see cref="Make"/> gave, and labels with scores.</param>
    public static string Table(IReadOnlyList<(LabelledThought Reference, LabelledThought Labels)> pairs)
    {
        var scores = new Dictionary<SegmentKind, List<float>>();
        var wins = new Dictionary<SegmentKind, (double Won, int Of)>();
        foreach (var (problem, labels) in Problems(pairs.Count).Zip(pairs, (problem, pair) => (problem, pair.Labels)))
        {
            var own = problem.Segments.Select(segment => segment.Kind).Zip(Sentences(labels)).ToList();
            var core = own.Where(sentence => sentence.First == SegmentKind.CoreEquation).Select(sentence => sentence.Second).ToList();
            foreach (var (kind, score) in own)
            {
                if (!scores.TryGetValue(kind, out var list)) scores[kind] = list = [];
                list.Add(score);
                var (won, of) = wins.GetValueOrDefault(kind);
                wins[kind] = (won + core.Sum(c => c > score ? 1 : c == score ? 0.5 : 0), of + core.Count);
            }
        }
        var table = new StringBuilder("| sentences | count | mean score | a core equation is above |\n| --- | ---: | ---: | ---: |\n");
        foreach (var (kind, list) in scores.OrderByDescending(row => row.Value.Average()))
        {
            var above = kind == SegmentKind.CoreEquation ? "" : (wins[kind].Won / wins[kind].Of).ToString("0.000", CultureInfo.InvariantCulture);
            table.Append(CultureInfo.InvariantCulture, $"| {kind} | {list.Count} | {list.Average():0.000} | {above} |\n");
        }
        return table.ToString();
    }

    private static IReadOnlyList<SmallProblem> Problems(int count) => ProblemGenerator.Set(Seed, heldOut: true, count);

    private static IEnumerable<float> Sentences(LabelledThought labels)
    {
        var units = UnitDetector.Detect(labels.Thought);
        var scores = labels.UnitScores(units);
        return Annotation.Sentences.Of(units).Select(range => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value).Average(i => scores[i] ?? 0));
    }
}
