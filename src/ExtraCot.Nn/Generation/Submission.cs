namespace ExtraCot.Nn.Generation;

/// <summary>A request on its way: the results of its samples, and who is told of their tokens.</summary>
/// <param name="request">Checked already.</param>
/// <param name="index">Its index in the call.</param>
/// <param name="onToken">Told of each token; calls are serialised by <paramref name="reporting"/>.</param>
/// <param name="reporting">One lock for all submissions that share a listener.</param>
/// <param name="ended">Told before whoever awaits the completion.</param>
internal sealed class Submission(GenerationRequest request, int index, Action<GeneratedToken>? onToken, Lock reporting, Action? ended = null)
{
    private readonly GenerationResult[] results = new GenerationResult[request.Samples];
    // Whoever awaits must not run on, and hold up, the engine's thread.
    private readonly TaskCompletionSource<IReadOnlyList<GenerationResult>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open = request.Samples;
    private volatile Exception? failure;

    internal GenerationRequest Request => request;
    internal int Index => index;

    /// <summary>The samples, once all have ended.</summary>
    internal Task<IReadOnlyList<GenerationResult>> Completion => completion.Task;

    internal bool IsCancelled => failure is not null || request.Cancellation.IsCancellationRequested;

    /// <summary>Tells of a sequence's latest token, and keeps its result when that was the last.</summary>
    internal void Report(Sequence sequence)
    {
        if (onToken is not null) lock (reporting) onToken(sequence.Latest);
        if (sequence.Finish is null) return;
        results[sequence.Sample] = sequence.Result;
        if (Interlocked.Decrement(ref open) > 0) return;
        ended?.Invoke();
        if (failure is { } error) completion.TrySetException(error);
        else completion.TrySetResult(results);
    }

    /// <summary>Cancels what is still running; the completion then throws.</summary>
    internal void Fail(Exception error) => failure ??= error;

    /// <summary>Ends at once, for a request that no scheduler will ever finish.</summary>
    internal void Abandon(Exception error)
    {
        ended?.Invoke();
        completion.TrySetException(error);
    }
}
