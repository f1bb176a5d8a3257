namespace ExtraCot.Nn.Generation;

/// <summary>A way to run one model; makes the runners of a call.</summary>
internal interface IDecodeBackend : IDisposable
{
    /// <summary>Number of logits.</summary>
    int Vocabulary { get; }

    /// <summary>The longest sequence.</summary>
    int MaxPositions { get; }

    /// <summary>Runners that may work at once, each on its own thread.</summary>
    int Threads { get; }

    /// <summary>Rows of a runner beyond which larger batches gain nothing.</summary>
    int PreferredRows { get; }

    /// <summary>Cache memory of one position of one row.</summary>
    long BytesPerPosition { get; }

    /// <summary>Cache memory for all runners together, unless told otherwise.</summary>
    long CacheBytes => 2L << 30;

    /// <summary>A runner.</summary>
    /// <param name="rows">Most sequences decoded together; fewer where the cache is short.</param>
    /// <param name="capacity">Most positions of a sequence.</param>
    /// <param name="positions">Room of the cache, for all rows together; at least twice the capacity.</param>
    IModelRunner CreateRunner(int rows, int capacity, long positions);

    /// <summary>Takes over the model's present weights; no runner may be at work.</summary>
    void Refresh();
}
