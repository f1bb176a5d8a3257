using ExtraCot.Text;

namespace ExtraCot.Chrpo;

/// <summary>Reads what CHRPO is to be trained without.</summary>
public static class ChrpoAblations
{
    /// <summary>"ctrl" or "mode,ctrl", in any order.</summary>
    /// <exception cref="InputException">Something else; R_mode alone cannot go, R_ctrl is made of it.</exception>
    public static ChrpoAblation Parse(string terms) => string.Join(',', terms.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)) switch
    {
        "ctrl" => ChrpoAblation.Control,
        "ctrl,mode" => ChrpoAblation.ModeAndControl,
        _ => throw new InputException($"--without {terms}: expected ctrl or mode,ctrl"),
    };
}
