namespace ExtraCot.Chrpo;

/// <summary>The objective that options ask for.</summary>
public static class Objectives
{
    /// <summary>Makes it.</summary>
    public static IPolicyObjective For(ChrpoOptions options) => options.Algorithm switch
    {
        RlAlgorithm.Grpo => new GrpoObjective(options.LengthWeight ?? 0, options.Reward),
        RlAlgorithm.DeGrpo => new DeGrpoObjective(options.Reward),
        RlAlgorithm.Lcpo => new LcpoObjective(options.LengthWeight ?? 1, options.Reward),
        _ => Chrpo(options),
    };

    private static ChrpoObjective Chrpo(ChrpoOptions options)
    {
        // Where a control head decides, its utilities stand for R_mode and R_ctrl.
        var mode = options.HasControlHead || options.Without == ChrpoAblation.ModeAndControl ? null : options.Reward.Mode ?? new();
        var control = options.HasControlHead || options.Without != ChrpoAblation.None ? 0 : options.ControlWeight;
        return new ChrpoObjective(options.Reward with { Mode = mode }, control, standardise: options.Preset == ChrpoPreset.Reconstructed);
    }
}
