using System.Runtime.ExceptionServices;

namespace ExtraCot.Nn.Generation;

/// <summary>The same work on several threads, the caller's among them.</summary>
internal static class Workers
{
    /// <summary>Returns when all are done; the first failure stops the others and is thrown here.</summary>
    internal static void Run(int threads, Action<CancellationToken> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        void Guarded()
        {
            try
            {
                work(stop.Token);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                stop.Cancel();
            }
        }

        var others = Enumerable.Range(1, threads - 1).Select(_ => new Thread(Guarded) { IsBackground = true }).ToList();
        others.ForEach(thread => thread.Start());
        Guarded();
        others.ForEach(thread => thread.Join());
        failure?.Throw();
    }
}
