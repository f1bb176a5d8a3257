namespace ExtraCot.Pretraining;

/// <summary>How many held-out problems a base model answers rightly without sampling.</summary>
/// <param name="Problems">Problems asked.</param>
/// <param name="VerboseAccuracy">Share right after a verbose thought.</param>
/// <param name="TerseAccuracy">Share right in the terse form of the notes.</param>
/// <param name="ThinkTokens">Mean tokens of a thought.</param>
public sealed record GreedyScore(int Problems, double VerboseAccuracy, double TerseAccuracy, double ThinkTokens);
