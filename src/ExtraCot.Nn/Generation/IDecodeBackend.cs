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

    /// <summary>A runner for sequences of at most <paramref name="capacity"/> positions.</summary>
    IModelRunner CreateRunner(int rows, int capacity);

    /// <summary>Takes over the model's present weights; no runner may be at work.</summary>
    void Refresh();
}
