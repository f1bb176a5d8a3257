using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Runtime;

/// <summary>Threads that each compute with one thread of libtorch; small products gain nothing from two, independent work does.</summary>
/// <remarks>They wait for the next work instead of ending: a new thread starts some milliseconds late where its maker keeps the processor busy.</remarks>
public static class TorchWorkers
{
    private static readonly ConcurrentBag<Worker> Idle = [];

    /// <summary>Runs the work once a worker and waits for all; the first failure, in the workers' order, is thrown here.</summary>
    /// <param name="count">Workers, at least 1.</param>
    /// <param name="work">Gets the worker's index. No dispose scope surrounds it and gradients are enabled; it must end what it changes of that.</param>
    /// <returns>The workers' results, in order.</returns>
    public static T[] Run<T>(int count, Func<int, T> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var threads = get_num_threads();
        var results = new T[count];
        var failures = new ExceptionDispatchInfo?[count];
        using var running = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            var index = i;
            var worker = Idle.TryTake(out var idle) ? idle : new Worker();
            worker.Start(() =>
            {
                try
                {
                    set_num_threads(1);
                    results[index] = work(index);
                }
                catch (Exception failure)
                {
                    failures[index] = ExceptionDispatchInfo.Capture(failure);
                }
                Idle.Add(worker);
                running.Signal();
            });
        }
        running.Wait();
        set_num_threads(threads); // the setting is the process's as well as the thread's
        Array.Find(failures, failure => failure is not null)?.Throw();
        return results;
    }

    private sealed class Worker
    {
        private readonly object gate = new();
        private Action? next;

        internal Worker() => new Thread(Loop) { IsBackground = true, Name = "libtorch worker" }.Start();

        internal void Start(Action work)
        {
            lock (gate)
            {
                next = work;
                Monitor.Pulse(gate);
            }
        }

        private void Loop()
        {
            while (true)
            {
                Action work;
                lock (gate)
                {
                    while (next is null) Monitor.Wait(gate);
                    (work, next) = (next, null);
                }
                work();
            }
        }
    }
}
