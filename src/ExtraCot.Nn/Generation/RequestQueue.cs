namespace ExtraCot.Nn.Generation;

/// <summary>
/// Requests that no scheduler has begun yet. Clients take turns, one request a turn, so that nobody waits for more than one request of each other
/// client before each of its own, however many they send. Safe for several schedulers and submitters.
/// </summary>
internal sealed class RequestQueue
{
    private readonly Dictionary<string, Queue<Part>> waiting = []; // of each client that has any
    private readonly Queue<string> turns = new();                 // those clients, each once
    private readonly object gate = new(); // a monitor, for its Wait
    private int count;
    private bool closed;

    /// <summary>Requests, or parts of them, that wait.</summary>
    internal int Count
    {
        get { lock (gate) return count; }
    }

    /// <param name="submission">What to append.</param>
    /// <param name="parts">Into how many parts its samples may be split, so that few requests keep all schedulers busy; each part prefills for itself.</param>
    /// <returns>False when the queue is closed.</returns>
    internal bool Add(Submission submission, int parts = 1)
    {
        lock (gate)
        {
            if (closed) return false;
            var request = submission.Request;
            if (!waiting.TryGetValue(request.Client, out var own))
            {
                waiting[request.Client] = own = new();
                turns.Enqueue(request.Client);
            }
            var size = (request.Samples + parts - 1) / parts;
            for (var first = 0; first < request.Samples; first += size, count++)
                own.Enqueue(new(submission, first, Math.Min(size, request.Samples - first)));
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
            if (!turns.TryDequeue(out var client)) return new();
            var next = waiting[client].Dequeue();
            count--;
            if (waiting[client].Count > 0) turns.Enqueue(client);
            else waiting.Remove(client);
            return new(Enumerable.Range(next.FirstSample, next.Samples).Select(sample => new Sequence(next.Submission, sample)));
        }
    }

    /// <summary>Blocks until something waits; false when nothing will any more.</summary>
    internal bool Wait()
    {
        lock (gate)
        {
            while (count == 0 && !closed) Monitor.Wait(gate);
            return count > 0;
        }
    }

    private readonly record struct Part(Submission Submission, int FirstSample, int Samples);
}
