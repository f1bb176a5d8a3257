namespace ExtraCot.Nn.Models;

/// <summary>What data-parallel training asks of a model.</summary>
/// <typeparam name="TModel">The model itself.</typeparam>
public interface ITrainableModel<out TModel> : IDisposable where TModel : ITrainableModel<TModel>
{
    /// <value>The trainable leaf tensors; the model owns them.</value>
    IReadOnlyList<ModelParameter> Parameters { get; }

    /// <value>What an optimiser changes; all parameters unless the model says otherwise.</value>
    IReadOnlyList<ModelParameter> TrainableParameters => Parameters;

    /// <summary>A model of its own with the same weights.</summary>
    TModel Clone();
}
