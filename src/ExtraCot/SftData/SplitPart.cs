namespace ExtraCot.SftData;

/// <summary>What a group of questions is used for.</summary>
public enum SplitPart
{
    /// <summary>Fixed-ratio SFT.</summary>
    Sft,

    /// <summary>Policy warm-up.</summary>
    Policy,

    /// <summary>RL training.</summary>
    RlTrain,

    /// <summary>RL test.</summary>
    RlTest,

    /// <summary>SFT validation.</summary>
    Validation,
}
