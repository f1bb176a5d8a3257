namespace ExtraCot.Text.Prompting;

/// <summary>What a generated response consists of, found by token ids alone.</summary>
/// <param name="Control">Index of the ratio token at the first position (0 = 0.2 … 4 = 1.0), or null.</param>
/// <param name="Thought">Ids between the thinking marks; an unclosed thought reaches to the end.</param>
/// <param name="Visible">Ids behind the thought without the end of turn; empty when the thought is not closed.</param>
/// <param name="Closed">Exactly one thought, opened right after the control token and closed.</param>
/// <param name="Finished">Ends with the end of turn.</param>
/// <param name="ExtraControls">Control tokens behind the first position.</param>
public sealed record ParsedResponse(int? Control, int[] Thought, int[] Visible, bool Closed, bool Finished, int ExtraControls)
{
    /// <value>Whether the response can count as right at all: one closed thought, finished, no further control token.</value>
    public bool WellFormed => Closed && Finished && ExtraControls == 0;
}
