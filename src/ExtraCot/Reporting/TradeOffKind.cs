namespace ExtraCot.Reporting;

/// <summary>What a point of the accuracy-tokens plot stands for; the lower-case name is its style class.</summary>
internal enum TradeOffKind
{
    /// <summary>The base model.</summary>
    Base,

    /// <summary>A fixed ratio.</summary>
    Fixed,

    /// <summary>The policy, greedy.</summary>
    Policy,

    /// <summary>The policy, sampled.</summary>
    Sampled,

    /// <summary>A control: a plain sentence in the prompt, or predictions of another program.</summary>
    Control,

    /// <summary>Trained on thoughts with broken formulas.</summary>
    Naive,
}
