namespace ExtraCot.Nn.Generation;

/// <summary>Limits of an <see cref="InferenceEngine"/>.</summary>
public sealed record EngineOptions
{
    /// <value>Sequences decoded together by one thread; 0 (default) takes what is fastest for the model.</value>
    public int Rows { get; init; }

    /// <value>Most memory for keys and values, in bytes; fewer rows run together where it is short. 0 (default) takes 2 GiB, on a GPU half of what is free there.</value>
    public long CacheBytes { get; init; }

    /// <value>
    /// Most positions, prompt and answer, of a request to a <see cref="GenerationService"/>; 0 (default) takes 4,096, or the model's own limit where
    /// that is lower.
    /// </value>
    public int ContextLength { get; init; }

    /// <value>CPU threads; 0 (default) takes every processor.</value>
    public int Threads { get; init; }
}
