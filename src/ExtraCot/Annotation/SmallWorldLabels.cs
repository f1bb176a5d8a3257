using System.Text.Json;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Annotation;

/// <summary>Thoughts of the small world labelled by the generator itself, which knows what each sentence is for.</summary>
public static class SmallWorldLabels
{
    private const ulong Seed = 41;

    /// <summary>Held-out problems, 2 to 5 steps in turn; kept are core and helper equations and the conclusion.</summary>
    public static IEnumerable<LabelledThought> Make(int count)
    {
        foreach (var (problem, index) in ProblemGenerator.Set(Seed, heldOut: true, count).Select((problem, index) => (problem, index)))
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
}
