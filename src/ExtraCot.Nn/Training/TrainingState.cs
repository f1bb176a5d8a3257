using ExtraCot.Nn.Weights;

namespace ExtraCot.Nn.Training;

/// <summary>Weights, moments and step count between two optimiser steps, as files of a folder: all that a bit-exact resume needs.</summary>
public static class TrainingState
{
    private const string Weights = "weights.safetensors", Moments = "adamw.safetensors";

    /// <summary>Writes the state into an existing folder.</summary>
    public static void Save(string folder, FlatParameters parameters, AdamW optimizer)
    {
        SafetensorsWriter.Write(Path.Combine(folder, Weights), [("values", parameters.Values)]);
        optimizer.Save(Path.Combine(folder, Moments));
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="WeightsException">A file is damaged or of another model.</exception>
    public static void Load(string folder, FlatParameters parameters, AdamW optimizer)
    {
        using (var weights = new SafetensorsFile(Path.Combine(folder, Weights))) weights.ReadInto("values", parameters.Values);
        optimizer.Load(Path.Combine(folder, Moments));
    }
}
