namespace ExtraCot.MixedRatioSft.Training;

/// <summary>A finished run in figures (<c>training.json</c>).</summary>
/// <param name="Samples">Samples trained on.</param>
/// <param name="Validation">Samples held out.</param>
/// <param name="TooLong">Samples left out because they are longer than the cut-off.</param>
/// <param name="Steps">Optimiser steps done.</param>
/// <param name="BestStep">Step whose weights the model has.</param>
/// <param name="BestLoss">Its validation loss, in nats a response token; null without validation.</param>
/// <param name="Precision">Element type of the products, and why.</param>
/// <param name="PeakBytes">Most memory of the process that ended the run; 0 where the system does not tell.</param>
/// <param name="Controls">Control accuracy of the model as it is saved; empty where none was asked for.</param>
public sealed record SftSummary(int Samples, int Validation, int TooLong, int Steps, int BestStep, double? BestLoss, string Precision, long PeakBytes, IReadOnlyList<ControlAccuracy> Controls)
{
    /// <summary>A few lines to read.</summary>
    public string ToText() => string.Join('\n', (string[])
    [
        $"{Samples} samples, {Validation} held out, {TooLong} longer than the cut-off and left out; {Steps} steps in {Precision}; peak memory {PeakBytes / 1e6:0} MB",
        BestLoss is { } loss ? $"validation loss {loss:0.0000} at step {BestStep}" : "no validation",
        .. Controls.Select(row => $"{row.Control,6}: {row.Mirrored,6:P1} mirror the token, realised ratio {row.RealisedRatio:0.000}, {row.Right:P1} right ({row.Answers} answers)"),
    ]);
}
