namespace ExtraCot.Models;

/// <summary>A control token of a model folder.</summary>
/// <param name="Text">As it is spelt.</param>
/// <param name="Id">Its id, or null.</param>
/// <param name="Norm">Norm of its embedding, or null.</param>
public sealed record ControlTokenFact(string Text, int? Id, double? Norm);
