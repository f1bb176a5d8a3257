namespace ExtraCot.Pretraining;

/// <summary>Element type of the matrix products; weights, norms, softmax and the optimiser are float32 in either case.</summary>
public enum PretrainPrecision
{
    /// <summary>32 bits throughout.</summary>
    Float32,

    /// <summary>16 bits, for processors with bfloat16 instructions; <c>extracot doctor</c> measures whether it is faster there.</summary>
    Bfloat16,
}
