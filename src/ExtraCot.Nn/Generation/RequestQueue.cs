using System.Collections.Concurrent;

namespace ExtraCot.Nn.Generation;

/// <summary>The requests of a call that no scheduler has begun yet, in order. Safe for several schedulers.</summary>
internal sealed class RequestQueue
{
    private readonly ConcurrentQueue<(int Request, int FirstSample, int Samples)> waiting = new();
    private readonly IReadOnlyList<GenerationRequest> requests;

    /// <param name="requests">The call's requests.</param>
    /// <param name="parts">Into how many parts the samples of a request may be split, so that few requests keep all schedulers busy; each part prefills for itself.</param>
    internal RequestQueue(IReadOnlyList<GenerationRequest> requests, int parts)
    {
        this.requests = requests;
        for (var request = 0; request < requests.Count; request++)
        {
            var size = (requests[request].Samples + parts - 1) / parts;
            for (var first = 0; first < requests[request].Samples; first += size)
                waiting.Enqueue((request, first, Math.Min(size, requests[request].Samples - first)));
        }
    }

    /// <summary>The samples of the next request, or none when all have begun.</summary>
    internal Queue<Sequence> Take() => waiting.TryDequeue(out var next)
        ? new(Enumerable.Range(next.FirstSample, next.Samples).Select(sample => new Sequence(next.Request, sample, requests[next.Request])))
        : new();
}
