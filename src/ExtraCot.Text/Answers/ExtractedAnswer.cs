namespace ExtraCot.Text.Answers;

/// <summary>An answer found in a response.</summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Text">The answer as it stands in the response; empty where none was found.</param>
/// <param name="Start">Index of its first character in the response.</param>
/// <param name="Boxes">Complete boxes in the visible part; above one, the last was taken.</param>
/// <param name="TruncatedBox">A box was opened and never closed.</param>
/// <param name="UnclosedThought">A thought was opened and never closed, so nothing is visible.</param>
public sealed record ExtractedAnswer(ExtractionRule Rule, string Text, int Start, int Boxes, bool TruncatedBox, bool UnclosedThought)
{
    /// <value>Length of the answer's span in the response, in characters.</value>
    public int Length => Text.Length;
}
