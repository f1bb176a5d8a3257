namespace ExtraCot.HandOver;

/// <summary>Engines that do reinforcement learning on many machines.</summary>
public enum RlEngine
{
    /// <summary>verl.</summary>
    Verl,

    /// <summary>OpenRLHF.</summary>
    OpenRlhf,

    /// <summary>TRL.</summary>
    Trl,
}
