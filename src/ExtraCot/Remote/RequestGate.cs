namespace ExtraCot.Remote;

/// <summary>When the next request may begin: evenly spaced under a rate limit, and not before the time an endpoint asked to wait for.</summary>
internal sealed class RequestGate(int requestsPerMinute, TimeProvider clock, Func<TimeSpan, CancellationToken, Task> delay)
{
    private readonly Lock gate = new();
    private readonly TimeSpan spacing = requestsPerMinute > 0 ? TimeSpan.FromMinutes(1) / requestsPerMinute : TimeSpan.Zero;
    private DateTimeOffset next;

    /// <summary>Waits for this request's turn.</summary>
    public async Task Pass(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var turn = next > now ? next : now;
            if (next > now || spacing > TimeSpan.Zero) next = turn + spacing;
            wait = turn - now;
        }
        if (wait > TimeSpan.Zero) await delay(wait, cancellation);
    }

    /// <summary>Holds every request that has not begun.</summary>
    public void Hold(TimeSpan time)
    {
        lock (gate)
        {
            var until = clock.GetUtcNow() + time;
            if (until > next) next = until;
        }
    }
}
