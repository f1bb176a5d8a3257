namespace ExtraCot.Chrpo;

/// <summary>Constants of the body's reward R_main = R_acc + w_cal·R_cal + R_int.</summary>
/// <remarks>Starting values: spec of stages 2 and 3, sections 6.4 and 6.6. Correctness dominates: see <see cref="BodyReward"/>.</remarks>
public sealed record RewardOptions
{
    /// <value>w_cal: weight of the calibration of realised against chosen ratio; default 0.3.</value>
    public double CalibrationWeight { get; init; } = .3;

    /// <value>τ: band in which the calibration reward is not negative; default 0.1.</value>
    public double CalibrationBand { get; init; } = .1;

    /// <value>Visible tokens above this many times the reference are penalised; default 1.25.</value>
    public double VisibleSlack { get; init; } = 1.25;

    /// <value>Visible tokens that are always free; default 256.</value>
    public int VisibleFloor { get; init; } = 256;

    /// <value>Greatest integrity penalty of a right answer; default 0.4.</value>
    public double MaxPenaltyWhenRight { get; init; } = .4;

    /// <value>Greatest integrity penalty of a wrong answer; default 0.6.</value>
    public double MaxPenaltyWhenWrong { get; init; } = .6;
}
