namespace ExtraCot.MixedRatioSft.Training;

/// <summary>What a checkpoint holds beside weights and moments.</summary>
/// <param name="BestLoss">Lowest validation loss so far; null before the first validation.</param>
/// <param name="BestStep">Its step.</param>
/// <param name="Stale">Validations since.</param>
public sealed record SftState(double? BestLoss, int BestStep, int Stale)
{
    /// <summary>After another validation.</summary>
    public SftState Next(double loss, int step) => BestLoss is { } best && loss >= best ? this with { Stale = Stale + 1 } : new SftState(loss, step, 0);
}
