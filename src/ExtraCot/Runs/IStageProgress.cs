namespace ExtraCot.Runs;

/// <summary>Where long stages say how far they are; one stage at a time.</summary>
public interface IStageProgress
{
    /// <summary>A stage begins.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="total">Pieces of work, at least 1.</param>
    void Begin(string stage, long total);

    /// <summary>So much of the stage is done. Cheap: may be called for every piece of work, from any one thread at a time.</summary>
    /// <param name="done">Pieces of work done.</param>
    /// <param name="values">What is worth watching: loss, tokens/s, reward.</param>
    void Report(long done, params ReadOnlySpan<(string Name, double Value)> values);

    /// <summary>The stage is finished.</summary>
    void End();
}
