namespace ExtraCot.Chrpo;

/// <summary>What trains the model in stage 3.</summary>
public enum RlAlgorithm
{
    /// <summary>This project's default or, with the preset, the first reconstruction of the paper.</summary>
    Chrpo,

    /// <summary>GRPO with accuracy as its reward, or with a length penalty where a weight is given.</summary>
    Grpo,

    /// <summary>Thinkless' DeGRPO between 0.2 and 1.0.</summary>
    DeGrpo,

    /// <summary>L1's LCPO: lengths are asked for, not chosen.</summary>
    Lcpo,
}
