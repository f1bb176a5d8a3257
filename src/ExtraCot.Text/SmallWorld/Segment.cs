namespace ExtraCot.Text.SmallWorld;

/// <summary>One sentence of a generated chain of thought, with its leading blank.</summary>
/// <param name="Kind">What the sentence is for.</param>
/// <param name="Text">The words; concatenated segments give the whole thought.</param>
public readonly record struct Segment(SegmentKind Kind, string Text);
