using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>Constants of the rewards. Starting values: spec of stages 2 and 3, sections 6.4 to 6.8.</summary>
public sealed record RewardOptions : IValidatable
{
    /// <value>w_cal: weight of the calibration of realised against chosen ratio, 0 … 1; default 0.3.</value>
    public double CalibrationWeight { get; init; } = .3;

    /// <value>τ: band in which the calibration reward is not negative, above 0, at most 1; default 0.1.</value>
    public double CalibrationBand { get; init; } = .1;

    /// <value>w_acc: weight of a right answer in R_ctrl, 0 … 10; default 0.5.</value>
    public double ControlAccuracyWeight { get; init; } = .5;

    /// <value>Constants of R_mode; null (default) leaves R_mode out.</value>
    public ModeRewardOptions? Mode { get; init; }

    /// <value>Visible tokens above this many times the reference are penalised, 1 or more; default 1.25.</value>
    public double VisibleSlack { get; init; } = 1.25;

    /// <value>Visible tokens that are always free, 1 or more; default 256.</value>
    public int VisibleFloor { get; init; } = 256;

    /// <value>Greatest integrity penalty of a right answer, 0 … 10; default 0.4.</value>
    public double MaxPenaltyWhenRight { get; init; } = .4;

    /// <value>Greatest integrity penalty of a wrong answer, 0 … 10; default 0.6.</value>
    public double MaxPenaltyWhenWrong { get; init; } = .6;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (CalibrationWeight is not (>= 0 and <= 1)) yield return $"calibrationWeight: {CalibrationWeight}, expected from 0 to 1";
        if (CalibrationBand is not (> 0 and <= 1)) yield return $"calibrationBand: {CalibrationBand}, expected more than 0 and at most 1";
        if (ControlAccuracyWeight is not (>= 0 and <= 10)) yield return $"controlAccuracyWeight: {ControlAccuracyWeight}, expected from 0 to 10";
        if (VisibleSlack is not >= 1) yield return $"visibleSlack: {VisibleSlack}, expected 1 or more";
        if (VisibleFloor < 1) yield return $"visibleFloor: {VisibleFloor}, expected 1 or more";
        if (MaxPenaltyWhenRight is not (>= 0 and <= 10)) yield return $"maxPenaltyWhenRight: {MaxPenaltyWhenRight}, expected from 0 to 10";
        if (MaxPenaltyWhenWrong is not (>= 0 and <= 10)) yield return $"maxPenaltyWhenWrong: {MaxPenaltyWhenWrong}, expected from 0 to 10";
    }
}
