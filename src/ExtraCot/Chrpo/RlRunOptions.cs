using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>Options of <c>extracot rl train</c>.</summary>
public sealed record RlRunOptions : IValidatable
{
    /// <value>Folder of the SFT model, which stays as it is.</value>
    public string Model { get; set; } = "";

    /// <value>File of prompts from <c>extracot rl build</c> or a public converter.</value>
    public string Data { get; set; } = "";

    /// <value>Seed of prompts, choices and rollouts; default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <value>Whether matrix products are computed in bfloat16; default false. Engine and trainer then differ a little, which the run watches.</value>
    public bool Bfloat16 { get; set; }

    /// <value>Batches between checkpoints; default 5.</value>
    public int CheckpointEvery { get; set; } = 5;

    /// <value>Algorithm and constants.</value>
    public ChrpoOptions Chrpo { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Model.Length == 0) yield return "model: missing; give the folder of the SFT model";
        if (Data.Length == 0) yield return "data: missing; give the file of prompts that 'extracot rl build' wrote";
        if (CheckpointEvery < 1) yield return $"checkpointEvery: {CheckpointEvery}, expected 1 or more";
    }
}
