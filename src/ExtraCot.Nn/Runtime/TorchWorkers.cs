using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Runtime;

/// <summary>Threads that each compute with one thread of libtorch; small products gain nothing from two, independent work does.</summary>
public static class TorchWorkers
{
    /// <summary>Runs the work once a worker and waits for all; the first failure, in the workers' order, is thrown here.</summary>
    /// <param name="count">Workers, at least 1.</param>
    /// <param name="work">Gets the worker's index; dispose scopes and gradient mode start fresh in it.</param>
    /// <returns>The workers' results, in order.</returns>
    public static T[] Run<T>(int count, Func<int, T> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var threads = get_num_threads();
        var results = new T[count];
        var failures = new ExceptionDispatchInfo?[count];
        var workers = Enumerable.Range(0, count).Select(index => new Thread(() =>
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
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        set_num_threads(threads); // the setting is the process's as well as the thread's
        Array.Find(failures, failure => failure is not null)?.Throw();
        return results;
    }
}
