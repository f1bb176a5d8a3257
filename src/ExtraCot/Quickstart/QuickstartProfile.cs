namespace ExtraCot.Quickstart;

/// <summary>Size of a quickstart run.</summary>
public enum QuickstartProfile
{
    /// <summary>Wiring only, in two minutes; its figures say nothing.</summary>
    Smoke,

    /// <summary>Large enough for a result.</summary>
    Standard,
}
