using ExtraCot.Options;

namespace ExtraCot.HandOver;

/// <summary>Settings of an exported reinforcement run; defaults from the spec of stages 2 and 3, section 6.11.</summary>
public sealed record RlExportOptions : IValidatable
{
    /// <value>Folder or hub name of the SFT model.</value>
    public string Model { get; set; } = "";

    /// <value>Machines. Default 1.</value>
    public int Nodes { get; set; } = 1;

    /// <value>GPUs of each machine. Default 8.</value>
    public int GpusPerNode { get; set; } = 8;

    /// <value>Prompts a batch. Default 128.</value>
    public int Prompts { get; set; } = 128;

    /// <value>Rollouts a prompt. Default 8.</value>
    public int GroupSize { get; set; } = 8;

    /// <value>Learning rate. Default 1e-6.</value>
    public double LearningRate { get; set; } = 1e-6;

    /// <value>Weight of the KL to the SFT model. Default 0.001.</value>
    public double KlWeight { get; set; } = .001;

    /// <value>Most tokens of a prompt. Default 1024.</value>
    public int MaxPromptTokens { get; set; } = 1024;

    /// <value>Most tokens of a response. Default 4096.</value>
    public int MaxResponseTokens { get; set; } = 4096;

    /// <value>Passes over the prompts. Default 1.</value>
    public int Epochs { get; set; } = 1;

    /// <value>Address of the reward service. Default the trainer's own machine.</value>
    public string RewardUrl { get; set; } = "http://127.0.0.1:5000";

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Model.Length == 0 || Model.Contains('\n')) yield return "model: none; give the folder or hub name of the SFT model with --model";
        foreach (var (name, value) in ((string, int)[])[("nodes", Nodes), ("gpusPerNode", GpusPerNode), ("prompts", Prompts), ("groupSize", GroupSize), ("maxPromptTokens", MaxPromptTokens), ("maxResponseTokens", MaxResponseTokens), ("epochs", Epochs)])
            if (value < 1) yield return $"{name}: {value}; expected 1 or more";
        if (!(LearningRate > 0)) yield return $"learningRate: {LearningRate}; expected more than 0";
        if (!(KlWeight >= 0)) yield return $"klWeight: {KlWeight}; expected 0 or more";
        if (!Uri.TryCreate(RewardUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) yield return $"rewardUrl: {RewardUrl}; expected an address such as http://host:5000";
    }
}
