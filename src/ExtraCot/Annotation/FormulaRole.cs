namespace ExtraCot.Annotation;

/// <summary>What an equation that stands as its own sentence is for.</summary>
public enum FormulaRole
{
    /// <summary>Not an equation of its own: running text.</summary>
    None,

    /// <summary>A step of the solution.</summary>
    Core,

    /// <summary>Breaks a hard step into easy ones.</summary>
    Helper,

    /// <summary>Verifies what is already known.</summary>
    Check,
}
