using System.Runtime.ExceptionServices;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Threads that share the pieces of one computation after another, the caller's among them. Between pieces they spin, because a step of a large
/// model has some hundred of them; left alone they sleep.
/// </summary>
internal sealed class Team : IDisposable
{
    private const int Spins = 20_000; // of some ten nanoseconds
    private readonly object gate = new();
    private readonly List<Thread> helpers = [];
    private Action<int, int> work = (_, _) => { };
    private int pieces, next, busy, turn;
    private bool ended;
    private ExceptionDispatchInfo? failure;

    /// <param name="size">Threads, the caller's included; at least 1.</param>
    internal Team(int size)
    {
        for (var member = 1; member < size; member++)
        {
            var index = member;
            helpers.Add(new Thread(() => Help(index)) { IsBackground = true, Name = "extracot kernels" });
        }
        helpers.ForEach(helper => helper.Start());
    }

    internal int Size => helpers.Count + 1;

    /// <summary>Runs the work once for each piece and returns when all are done. One caller at a time.</summary>
    /// <param name="count">Pieces; whoever is free takes the next.</param>
    /// <param name="piece">Gets the piece's index and the index of the thread, below <see cref="Size"/>.</param>
    internal void Run(int count, Action<int, int> piece)
    {
        if (helpers.Count == 0 || count == 1)
        {
            for (var i = 0; i < count; i++) piece(i, 0);
            return;
        }
        (work, pieces, next, busy) = (piece, count, 0, helpers.Count);
        lock (gate)
        {
            turn++;
            Monitor.PulseAll(gate);
        }
        TakePieces(0);
        var waiting = new SpinWait();
        while (Volatile.Read(ref busy) > 0) waiting.SpinOnce(sleep1Threshold: -1);
        var error = Interlocked.Exchange(ref failure, null);
        error?.Throw();
    }

    private void TakePieces(int member)
    {
        try
        {
            for (var i = Interlocked.Increment(ref next) - 1; i < pieces; i = Interlocked.Increment(ref next) - 1) work(i, member);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
        }
    }

    private void Help(int member)
    {
        for (var seen = 0; ; seen++)
        {
            for (var i = 0; i < Spins && Volatile.Read(ref turn) == seen; i++) Thread.SpinWait(1);
            lock (gate)
                while (turn == seen && !ended) Monitor.Wait(gate);
            if (ended) return;
            TakePieces(member);
            Interlocked.Decrement(ref busy);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
        helpers.ForEach(helper => helper.Join());
    }
}
