namespace ExtraCot.Chrpo;

/// <summary>The two formulations of CHRPO.</summary>
public enum ChrpoPreset
{
    /// <summary>Utilities from pass rates with a stated exchange rate; a control head of its own, fitted with the body frozen.</summary>
    Utility,

    /// <summary>The first reconstruction from public notes (spec, section 6): r* with R_mode and R_ctrl, the model's own first token.</summary>
    Reconstructed,
}
