namespace ExtraCot.Text.SmallWorld;

/// <summary>What a sentence of a generated chain of thought is for.</summary>
public enum SegmentKind
{
    /// <summary>Opening words.</summary>
    Intro,

    /// <summary>The question told again.</summary>
    Restatement,

    /// <summary>How the writer means to go on.</summary>
    Plan,

    /// <summary>One event of the question told again before its step.</summary>
    StepRestatement,

    /// <summary>Why a step needs its operation, with the operands.</summary>
    Reason,

    /// <summary>Words without content.</summary>
    Filler,

    /// <summary>Announces helper equations.</summary>
    Split,

    /// <summary>An equation that breaks a hard product or percentage into easy ones.</summary>
    HelperEquation,

    /// <summary>An equation of the solution itself.</summary>
    CoreEquation,

    /// <summary>A step's result in words.</summary>
    Result,

    /// <summary>Words around a check.</summary>
    CheckProse,

    /// <summary>An inverse equation.</summary>
    CheckEquation,

    /// <summary>The whole story told once more.</summary>
    Story,

    /// <summary>The final statement.</summary>
    Conclusion,
}
