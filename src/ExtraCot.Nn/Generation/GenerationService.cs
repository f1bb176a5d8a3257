namespace ExtraCot.Nn.Generation;

/// <summary>
/// Runs requests as they come, on threads of its own: each joins the running batch at the next step, the clients in turn, and leaves
/// it when it ends or is cancelled. Safe for any number of submitters.
/// </summary>
public sealed class GenerationService : IDisposable
{
    private readonly InferenceEngine engine;
    private readonly RequestQueue queue = new();
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<Submission> open = [];
    private readonly List<Thread> threads;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int working;
    private volatile Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="engine">Used by this service alone until it is disposed; must outlive it.</param>
    /// <exception cref="ArgumentException">Not one sequence of <see cref="EngineOptions.ContextLength"/> fits the cache memory.</exception>
    public GenerationService(InferenceEngine engine)
    {
        this.engine = engine;
        (ContextLength, var runners) = engine.PlanService();
        working = runners.Count;
        threads = [.. runners.Select(create => new Thread(() => Work(create)) { IsBackground = true, Name = "extracot engine" })];
        threads.ForEach(thread => thread.Start());
    }

    /// <value>Most positions of a request, prompt and new tokens together.</value>
    public int ContextLength { get; }

    /// <value>What ended the threads, so that nothing can be answered any more; null while they work.</value>
    public Exception? Failure => failure;

    /// <value>Requests that have not begun.</value>
    public int Waiting => queue.Count;

    /// <value>Requests that have not ended, waiting ones included.</value>
    public int Open
    {
        get { lock (open) return open.Count; }
    }

    /// <summary>Appends a request to the queue and returns at once.</summary>
    /// <param name="request">Cancel it by its <see cref="GenerationRequest.Cancellation"/>; what it has generated is then returned.</param>
    /// <param name="onToken">
    /// Told of each token as it is chosen, from the engine's thread, never from two at once; it must return quickly (write to a channel).
    /// If it throws, this request alone ends and the task throws that exception.
    /// </param>
    /// <returns>The samples, when all have ended.</returns>
    /// <exception cref="ArgumentException">The request does not fit the model or <see cref="ContextLength"/>.</exception>
    /// <exception cref="InvalidOperationException">The service is draining, disposed or has failed.</exception>
    public Task<IReadOnlyList<GenerationResult>> Submit(GenerationRequest request, Action<GeneratedToken>? onToken = null)
    {
        request.Validate(engine.Vocabulary, ContextLength);
        Submission submission = null!;
        submission = new Submission(request, 0, onToken is null ? null : Guarded, new Lock(), () => Forget(submission));
        lock (open) open.Add(submission);
        if (queue.Add(submission)) return submission.Completion;
        Forget(submission);
        throw new InvalidOperationException("The generation service takes no more requests", failure);

        void Guarded(GeneratedToken token)
        {
            try
            {
                onToken(token);
            }
            catch (Exception error)
            {
                submission.Fail(error);
            }
        }
    }

    /// <summary>Takes no more requests and waits until all that were submitted have ended.</summary>
    public Task DrainAsync()
    {
        queue.Close();
        return ended.Task;
    }

    /// <summary>Cancels every request and ends the threads.</summary>
    public void Dispose()
    {
        stop.Cancel();
        queue.Close();
        threads.ForEach(thread => thread.Join());
        stop.Dispose();
    }

    private void Work(Func<IModelRunner> create)
    {
        try
        {
            using var runner = create();
            new Scheduler(runner, queue, new Sampler(engine.Vocabulary), stop.Token).Run();
        }
        catch (Exception error)
        {
            // Rows of a broken runner cannot be saved: every request learns of it instead of waiting for ever.
            failure ??= error;
            queue.Close();
            stop.Cancel();
        }
        if (Interlocked.Decrement(ref working) > 0) return;
        lock (open) foreach (var submission in open.ToList()) submission.Abandon(failure ?? new OperationCanceledException());
        ended.TrySetResult();
    }

    private void Forget(Submission submission)
    {
        lock (open) open.Remove(submission);
    }
}
