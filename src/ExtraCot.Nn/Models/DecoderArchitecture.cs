namespace ExtraCot.Nn.Models;

/// <summary>Decoders that are configurations of one block; named as in their <c>model_type</c>.</summary>
public enum DecoderArchitecture
{
    /// <summary>Queries and keys are normalised; no bias.</summary>
    Qwen3,

    /// <summary>Qwen2 and 2.5: a bias on queries, keys and values; no norm of theirs. Experimental.</summary>
    Qwen2,

    /// <summary>Llama 3: neither; rotary angles may be scaled. Experimental.</summary>
    Llama,
}
