using ExtraCot.Options;

namespace ExtraCot.HandOver;

/// <summary>Settings of an exported training run; defaults are the published run's (spec of stages 2 and 3, section 4).</summary>
public sealed record ExportOptions : IValidatable
{
    /// <value>Folder or hub name of the model to train.</value>
    public string Model { get; set; } = "";

    /// <value>Machines. Default 1.</value>
    public int Nodes { get; set; } = 1;

    /// <value>GPUs of each machine. Default 8.</value>
    public int GpusPerNode { get; set; } = 8;

    /// <value>Sequences a GPU works on together. Default 2.</value>
    public int MicroBatch { get; set; } = 2;

    /// <value>Micro-batches before each update. Default 8.</value>
    public int Accumulation { get; set; } = 8;

    /// <value>Peak learning rate; cosine with 5 % warm-up. Default 2e-5.</value>
    public double LearningRate { get; set; } = 2e-5;

    /// <value>Passes over the data. Default 3.</value>
    public int Epochs { get; set; } = 3;

    /// <value>Most tokens of a sample; longer ones are an error of the export, since the engines would cut them. Default 6144.</value>
    public int MaxTokens { get; set; } = 6144;

    /// <summary>Micro-batches of all GPUs together.</summary>
    internal int GlobalBatch => MicroBatch * Accumulation * Nodes * GpusPerNode;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Model.Length == 0 || Model.Contains('\n')) yield return "model: none; give the folder or hub name of the model to train with --model";
        foreach (var (name, value) in ((string, int)[])[("nodes", Nodes), ("gpusPerNode", GpusPerNode), ("microBatch", MicroBatch), ("accumulation", Accumulation), ("epochs", Epochs), ("maxTokens", MaxTokens)])
            if (value < 1) yield return $"{name}: {value}; expected 1 or more";
        if (!(LearningRate > 0)) yield return $"learningRate: {LearningRate}; expected more than 0";
    }
}
