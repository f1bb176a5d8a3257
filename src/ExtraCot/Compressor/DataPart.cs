namespace ExtraCot.Compressor;

/// <summary>A part of the data, cut by question.</summary>
public enum DataPart
{
    /// <summary>Every question.</summary>
    All,

    /// <summary>Learned from.</summary>
    Train,

    /// <summary>For early stopping.</summary>
    Validation,

    /// <summary>Held out.</summary>
    Test,
}
