using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>Constants of stage 3.</summary>
public sealed record ChrpoOptions : IValidatable
{
    /// <value>What trains; default this project's CHRPO.</value>
    public RlAlgorithm Algorithm { get; init; }

    /// <value>Formulation of CHRPO; default utilities and a control head of its own.</value>
    public ChrpoPreset Preset { get; init; }

    /// <value>What CHRPO is trained without; default nothing.</value>
    public ChrpoAblation Without { get; init; }

    /// <value>λ: accuracy given for all of the base model's tokens, 0 … 1; 0.1 means one point for 10 % of the tokens. Default 0.12 (chosen on validation problems of the small world).</value>
    public double Lambda { get; init; } = .12;

    /// <value>Keeps λ by its accuracy target in place of a fixed one; null (default) leaves it fixed.</value>
    public LambdaOptions? Adapt { get; init; }

    /// <value>Rounds of body updates and a re-fit of the head, 0 or more; default 2.</value>
    public int Rounds { get; init; } = 2;

    /// <value>Batches of rollouts a round, 1 or more; default 10.</value>
    public int StepsPerRound { get; init; } = 10;

    /// <value>Share of a prompt's counts at a ratio that is kept when rollouts at it come in, 0 … 1; default 0.8.</value>
    public double Memory { get; init; } = .8;

    /// <value>λ_ctrl: weight of R_ctrl's advantage on the first token, 0 … 10; default 1 (spec, section 6.9).</value>
    public double ControlWeight { get; init; } = 1;

    /// <value>Weight of the length in GRPO's and LCPO's reward, per length of the base's thought, 0 … 10; default 0 for GRPO, 1 for LCPO.</value>
    public double? LengthWeight { get; init; }

    /// <value>Fit of the control head.</value>
    public ControlHeadOptions Head { get; init; } = new();

    /// <value>Which rollouts are made.</value>
    public RolloutPlan Rollouts { get; init; } = new();

    /// <value>Constants of the rewards.</value>
    public RewardOptions Reward { get; init; } = new();

    /// <value>How rollouts change the weights.</value>
    public UpdateOptions Update { get; init; } = new();

    /// <value>Whether a control head of its own makes the choice, rather than the model's own first token.</value>
    internal bool HasControlHead => Algorithm == RlAlgorithm.Chrpo && Preset == ChrpoPreset.Utility && Without == ChrpoAblation.None;

    /// <value>All batches of rollouts.</value>
    internal int Steps => Rounds * StepsPerRound;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Lambda is not (>= 0 and <= 1)) yield return $"lambda: {Lambda}, expected from 0 to 1";
        if (Rounds < 0) yield return $"rounds: {Rounds}, expected 0 or more";
        if (StepsPerRound < 1) yield return $"stepsPerRound: {StepsPerRound}, expected 1 or more";
        if (Memory is not (>= 0 and <= 1)) yield return $"memory: {Memory}, expected from 0 to 1";
        if (ControlWeight is not (>= 0 and <= 10)) yield return $"controlWeight: {ControlWeight}, expected from 0 to 10";
        if (LengthWeight is not (null or >= 0 and <= 10)) yield return $"lengthWeight: {LengthWeight}, expected from 0 to 10";
        if (Without != ChrpoAblation.None && Algorithm != RlAlgorithm.Chrpo) yield return $"without: {Without}, expected none with algorithm {Algorithm}: only chrpo has R_ctrl and R_mode";
    }
}
