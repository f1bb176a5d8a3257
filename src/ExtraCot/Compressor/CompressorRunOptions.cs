using ExtraCot.Options;
using ExtraCot.Pretraining;

namespace ExtraCot.Compressor;

/// <summary>A compressor training as a file. The defaults are those of the shipped <c>models/compressor-math</c> but for its data.</summary>
public sealed record CompressorRunOptions : IValidatable
{
    /// <value>Seed of weights and order; default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <value>Traces as JSON lines (a question, a chain of thought or a solution).</value>
    public IReadOnlyList<string> Data { get; set; } = [];

    /// <value>A label file of <c>extracot annotate</c>, whose thoughts are learned from instead of <see cref="Data"/>; null (default): the rules label <see cref="Data"/>.</value>
    public string? Labels { get; set; }

    /// <value>At most so many thoughts of each file, chosen by a hash of the question; 0 (default) takes all.</value>
    public int MostPerFile { get; set; }

    /// <value>
    /// A unit's label is the share of these ratios at which the teacher's scores keep it, so that one score serves all ratios; a single ratio gives hard
    /// labels. Default 0.1, 0.2, … 0.9. Labels without scores are hard as they are.
    /// </value>
    public IReadOnlyList<double> Ratios { get; set; } = [.1, .2, .3, .4, .5, .6, .7, .8, .9];

    /// <value>Hugging Face folder of a Longformer to start from, with its tokenizer; null (default) starts from random weights and trains a tokenizer.</value>
    public string? From { get; set; }

    /// <value>Entries of the trained tokenizer; default 5000.</value>
    public int Vocabulary { get; set; } = 5000;

    /// <value>Size of a model from random weights; default 3.3M parameters over 5000 entries.</value>
    public CompressorOptions Model { get; set; } = new() { Width = 192, Layers = 4, Heads = 6, FeedForward = 576, Window = 128, MaxPositions = 2048 };

    /// <value>How it learns.</value>
    public CompressorTrainerOptions Training { get; set; } = new() { LearningRate = 1e-3, Epochs = 4, TokensPerStep = 8192, Warmup = 60 };

    /// <value>Element type of the matrix products; default float32. bfloat16 pays on processors that have it in hardware.</value>
    public PretrainPrecision Precision { get; set; }

    /// <value>Computes each layer's activations again in the backward pass instead of keeping them: less memory, about a third more time. Default false.</value>
    public bool GradientCheckpointing { get; set; }

    /// <value>Steps between checkpoints; default 50.</value>
    public int CheckpointEvery { get; set; } = 50;

    /// <value>Steps between measurements on the validation part; default 100.</value>
    public int EvaluateEvery { get; set; } = 100;

    /// <value>Measurements without a better keep-F1 after which training stops; default 4.</value>
    public int Patience { get; set; } = 4;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Labels is null && Data.Count == 0) yield return "data: no files; name at least one, or labels";
        if (MostPerFile < 0) yield return $"mostPerFile: {MostPerFile}, expected 0 (all) or more";
        if (Ratios.Count == 0 || Ratios.Any(ratio => ratio is not (> 0 and < 1))) yield return $"ratios: [{string.Join(", ", Ratios)}], expected numbers between 0 and 1";
        if (Vocabulary is < 512 or > 65536) yield return $"vocabulary: {Vocabulary}, expected 512 to 65536";
        if (CheckpointEvery < 1) yield return $"checkpointEvery: {CheckpointEvery}, expected 1 or more";
        if (EvaluateEvery < 1) yield return $"evaluateEvery: {EvaluateEvery}, expected 1 or more";
        if (Patience < 1) yield return $"patience: {Patience}, expected 1 or more";
    }
}
