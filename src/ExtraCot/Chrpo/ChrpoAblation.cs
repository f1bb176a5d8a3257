namespace ExtraCot.Chrpo;

/// <summary>The paper's ablations. Both leave the choice to the model's own first token.</summary>
public enum ChrpoAblation
{
    /// <summary>Nothing is left out.</summary>
    None,

    /// <summary>Without R_ctrl.</summary>
    Control,

    /// <summary>Without R_mode and R_ctrl.</summary>
    ModeAndControl,
}
