namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Element type of the matrix products; weights, norms, softmax and the optimiser are float32 in any case.</summary>
public enum SftPrecision
{
    /// <summary>Whichever measures faster on this machine when the run begins.</summary>
    Auto,

    /// <summary>32 bits throughout.</summary>
    Float32,

    /// <summary>16 bits.</summary>
    Bfloat16,
}
