using ExtraCot.Text.Data;

namespace ExtraCot.Text.SmallWorld;

/// <summary>Sets of small-world problems for the stages of a run; no two parts share their random stream.</summary>
public static class SmallWorldSet
{
    /// <summary>
    /// <paramref name="count"/> problems with 2, 3, 4, 5 steps in turn; their difficulty is the number of core and helper
    /// equations in the solution.
    /// </summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="part">Names the part, for example <c>sft</c>; test parts take held-out signatures.</param>
    /// <param name="heldOut">True for validation and test problems.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<MathProblem> Make(ulong seed, string part, bool heldOut, int count)
    {
        var random = SeededRandom.For(seed, part);
        return Enumerable.Range(0, count).Select(i =>
        {
            var problem = ProblemGenerator.Next(random, heldOut, 2 + i % 4);
            var equations = problem.Segments.Count(s => s.Kind is SegmentKind.CoreEquation or SegmentKind.HelperEquation);
            return new MathProblem($"{part}-{i}", problem.Question, problem.Answer.ToString(), equations);
        }).ToList();
    }
}
