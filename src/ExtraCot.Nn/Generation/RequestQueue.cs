namespace ExtraCot.Nn.Generation;

/// <summary>Requests that no scheduler has begun yet, first come, first served. Safe for several schedulers and submitters.</summary>
internal sealed class RequestQueue
{
    private readonly Queue<(Submission Submission, int FirstSample, int Samples)> waiting = new();
    private readonly object gate = new(); // a monitor, for its Wait
    private bool closed;

    /// <summary>Requests, or parts of them, that wait.</summary>
    internal int Count
    {
        get { lock (gate) return waiting.Count; }
    }

    /// <param name="submission">What to append.</param>
    /// <param name="parts">Into how many parts its samples may be split, so that few requests keep all schedulers busy; each part prefills for itself.</param>
    /// <returns>False when the queue is closed.</returns>
    internal bool Add(Submission submission, int parts = 1)
    {
        lock (gate)
        {
            if (closed) return false;
            var size = (submission.Request.Samples + parts - 1) / parts;
            for (var first = 0; first < submission.Request.Samples; first += size)
                waiting.Enqueue((submission, first, Math.Min(size, submission.Request.Samples - first)));
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Nothing more will come.</summary>
    internal void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The samples of the next request, or none when none waits.</summary>
    internal Queue<Sequence> Take()
    {
        lock (gate)
        {
            return waiting.TryDequeue(out var next)
                ? new(Enumerable.Range(next.FirstSample, next.Samples).Select(sample => new Sequence(next.Submission, sample)))
                : new();
        }
    }

    /// <summary>Blocks until something waits; false when nothing will any more.</summary>
    internal bool Wait()
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closed) Monitor.Wait(gate);
            return waiting.Count > 0;
        }
    }
}
