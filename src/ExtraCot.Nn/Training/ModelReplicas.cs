using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// Data parallelism inside one process: each worker owns a copy of the model and computes with one thread. Small products do
/// not gain from two threads, independent halves of a batch do.
/// </summary>
/// <remarks>Deterministic: the split is the caller's, and gradients are added in the workers' order.</remarks>
/// <typeparam name="TModel">Kind of model.</typeparam>
public sealed class ModelReplicas<TModel> : IDisposable where TModel : class, ITrainableModel<TModel>
{
    private readonly TModel[] models;
    private readonly FlatParameters[] parameters;
    private readonly int threads = get_num_threads();

    /// <summary>Workers for a model; the first works on the model itself.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="workers">1 … number of processors.</param>
    public ModelReplicas(TModel model, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        models = [model, .. Enumerable.Range(1, workers - 1).Select(_ => model.Clone())];
        parameters = models.Select(m => new FlatParameters(m.TrainableParameters)).ToArray();
        // Between the workers' turns the optimiser keeps to one thread: OpenMP's idle helpers would spin and take the workers' time.
        if (workers > 1) set_num_threads(1);
    }

    /// <value>Number of workers.</value>
    public int Count => models.Length;

    /// <value>Parameters and summed gradients of the trained model.</value>
    public FlatParameters Parameters => parameters[0];

    /// <summary>
    /// Lets each worker run forward and backward on its share, then adds all gradients into <see cref="Parameters"/>.
    /// </summary>
    /// <param name="work">Gets the worker's model and index, calls backward, returns a number (its loss).</param>
    /// <returns>The workers' numbers, in order.</returns>
    public double[] Backward(Func<TModel, int, double> work)
    {
        foreach (var replica in parameters) replica.ZeroGradients();
        var results = Count == 1 ? [work(models[0], 0)] : TorchWorkers.Run(Count, index => work(models[index], index));
        for (var i = 1; i < Count; i++) Parameters.Gradients.add_(parameters[i].Gradients);
        return results;
    }

    /// <summary>Copies the trained parameters to all workers; call after each optimiser step.</summary>
    public void Broadcast()
    {
        using var guard = no_grad();
        for (var i = 1; i < Count; i++) parameters[i].Values.copy_(Parameters.Values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var copy in models.Skip(1)) copy.Dispose();
        foreach (var flat in parameters) flat.Dispose();
        set_num_threads(threads);
    }
}
