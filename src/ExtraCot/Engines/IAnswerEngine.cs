namespace ExtraCot.Engines;

/// <summary>Answers questions: a model in this process or an endpoint elsewhere, behind one call.</summary>
public interface IAnswerEngine : IDisposable
{
    /// <summary>
    /// Answers all requests and blocks until the last one is done. Every sample of every request is reported exactly once, in the order of
    /// completion, from one thread at a time; one that could not be answered comes with <see cref="EngineAnswer.Error"/>, which never counts as wrong.
    /// </summary>
    /// <param name="requests">Begun in this order.</param>
    /// <param name="onAnswer">Takes each answer; it should return quickly. What it throws ends the call.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    /// <exception cref="OperationCanceledException">Stopped; what was reported before stays valid, what was under way is not reported.</exception>
    void Answer(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, CancellationToken cancellation = default);
}
