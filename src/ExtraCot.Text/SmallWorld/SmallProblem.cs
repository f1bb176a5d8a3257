namespace ExtraCot.Text.SmallWorld;

/// <summary>A word problem of the small world with one verbose solution.</summary>
/// <param name="Question">The problem.</param>
/// <param name="Segments">A verbose chain of thought, sentence by sentence.</param>
/// <param name="Answer">The number asked for.</param>
/// <param name="Steps">Core equations: 2 … 5.</param>
/// <param name="Hard">Whether some step needs helper equations (two-digit products, odd percentages).</param>
/// <param name="Signature">Start value, operations and numbers: problems with the same signature are the same problem.</param>
public sealed record SmallProblem(
    string Question, IReadOnlyList<Segment> Segments, int Answer, int Steps, bool Hard, string Signature)
{
    /// <value>The chain of thought as text.</value>
    public string Thought => string.Concat(Segments.Select(segment => segment.Text));
}
