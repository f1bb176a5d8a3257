namespace ExtraCot.Text.Units;

/// <summary>The smallest piece of a chain of thought that is kept or dropped whole. The units of a text tile it: white space belongs to the unit it leads.</summary>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past the last UTF-16 code unit.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sentence">Index of its sentence in the text, from 0.</param>
/// <param name="Step">Index of its step (paragraph) in the text, from 0.</param>
public readonly record struct Unit(int Start, int End, UnitKind Kind, int Sentence, int Step);
