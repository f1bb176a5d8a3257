namespace ExtraCot.Compression;

/// <summary>What a line of the output looks like.</summary>
public enum CompressedFormat
{
    /// <summary>One line a trace with all ratios and the kept ranges.</summary>
    Ranges,

    /// <summary>One line a trace and ratio with the fields of Extra-CoT's reference code.</summary>
    Reference,

    /// <summary>One line a trace and ratio with TokenSkip's fields.</summary>
    TokenSkip,
}
