using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// Data parallelism inside one process: each worker computes with one thread, with the model's weights and gradients of its own. Small products do
/// not gain from two threads, independent halves of a batch do.
/// </summary>
/// <remarks>Deterministic: the split is the caller's, and gradients are added in the workers' order.</remarks>
/// <typeparam name="TModel">Kind of model.</typeparam>
public sealed class ModelReplicas<TModel> : IDisposable where TModel : class, ITrainableModel<TModel>
{
    private readonly TModel[] models;
    private readonly Tensor[] gradients;
    private readonly int threads = get_num_threads();

    /// <summary>Workers for a model; the first works on the model itself.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="workers">1 … number of processors.</param>
    public ModelReplicas(TModel model, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        Parameters = new FlatParameters(model.TrainableParameters);
        models = [model, .. Enumerable.Range(1, workers - 1).Select(_ => Sharing(model))];
        gradients = [Parameters.Gradients, .. models.Skip(1).Select(copy => FlatParameters.AttachGradients(copy.TrainableParameters))];
        // Between the workers' turns the optimiser keeps to one thread: OpenMP's idle helpers would spin and take the workers' time.
        if (workers > 1) set_num_threads(1);
    }

    /// <value>Number of workers.</value>
    public int Count => models.Length;

    /// <value>Parameters and summed gradients of the trained model.</value>
    public FlatParameters Parameters { get; }

    /// <summary>
    /// Lets each worker run forward and backward on its share, then adds all gradients into <see cref="Parameters"/>.
    /// </summary>
    /// <param name="work">Gets the worker's model and index, calls backward, returns a number (its loss).</param>
    /// <returns>The workers' numbers, in order.</returns>
    public double[] Backward(Func<TModel, int, double> work)
    {
        var results = Count == 1 ? [Fresh(0)] : TorchWorkers.Run(Count, Fresh);
        foreach (var others in gradients.Skip(1)) Parameters.Gradients.add_(others);
        return results;
        double Fresh(int index)
        {
            gradients[index].zero_();
            return work(models[index], index);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var copy in models.Skip(1)) copy.Dispose();
        foreach (var own in gradients.Skip(1)) own.Dispose();
        Parameters.Dispose();
        set_num_threads(threads);
    }

    // A model whose tensors are views of the original's: an update of those reaches it.
    private static TModel Sharing(TModel model)
    {
        using var guard = no_grad();
        var copy = model.Clone();
        foreach (var (own, original) in copy.Parameters.Concat(copy.TrainableParameters).Zip(model.Parameters.Concat(model.TrainableParameters)))
        {
            using var view = original.Value.detach();
            own.Value.set_(view);
        }
        return copy;
    }
}
