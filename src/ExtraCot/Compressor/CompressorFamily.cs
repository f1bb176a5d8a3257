namespace ExtraCot.Compressor;

/// <summary>Kind of encoder of a compressor trained from nothing.</summary>
public enum CompressorFamily
{
    /// <summary>Reads question and thought: global attention on the question, a sliding window on the thought.</summary>
    Longformer,

    /// <summary>Reads chunks of the thought alone with full attention, as LLMLingua-2 (arXiv 2403.12968) does.</summary>
    XlmRoberta,
}
