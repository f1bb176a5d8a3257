namespace ExtraCot.Chrpo;

/// <summary>What is wrong with the form of a rollout (spec of stages 2 and 3, section 6.6; I1 cannot happen, the first token is masked).</summary>
[Flags]
public enum IntegrityViolations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>I1: the first token is not one of the five ratio tokens.</summary>
    NoControl = 1,

    /// <summary>I2: not exactly one closed thought right behind the control token.</summary>
    NotClosed = 2,

    /// <summary>I3: no answer behind the thought.</summary>
    NoAnswer = 4,

    /// <summary>I4: a further control token in the text.</summary>
    ExtraControl = 8,

    /// <summary>I5: next to no thought.</summary>
    EmptyThought = 16,

    /// <summary>I6: a phrase repeated over and over.</summary>
    Loop = 32,

    /// <summary>I7: much more visible text than the reference has: reasoning moved behind the thought.</summary>
    LongVisible = 64,

    /// <summary>I8: stopped by the token limit.</summary>
    Truncated = 128,
}
