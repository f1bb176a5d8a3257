using ExtraCot.Options;

namespace ExtraCot.SftData;

/// <summary>Options of <c>extracot sft build</c>.</summary>
public sealed record SftBuildOptions : IValidatable
{
    /// <value>Files of raw responses, as <see cref="Data.QuestionFile"/> reads them.</value>
    public string[] Inputs { get; set; } = [];

    /// <value>Files of questions that no sample may hold: benchmarks, and RL prompts made elsewhere.</value>
    public string[] Benchmarks { get; set; } = [];

    /// <value>Goes on where inputs hold benchmark questions; the output is then marked as not for training. Default false.</value>
    public bool AllowBenchmark { get; set; }

    /// <value>Folder with the student's tokenizer.json; all lengths count in its tokens.</value>
    public string Tokenizer { get; set; } = "";

    /// <value>Seed of every random choice. Default 42 (the reference's).</value>
    public ulong Seed { get; set; } = 42;

    /// <value>Which question serves what.</value>
    public SplitOptions Split { get; set; } = new();

    /// <value>Length buckets and quotas.</value>
    public SelectOptions Select { get; set; } = new();

    /// <value>Compression.</value>
    public CompressOptions Compress { get; set; } = new();

    /// <value>Quality.</value>
    public FilterOptions Filter { get; set; } = new();

    /// <value>Samples.</value>
    public MixOptions Mix { get; set; } = new();

    /// <value>The baseline's data set.</value>
    public TokenSkipOptions TokenSkip { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Inputs.Length == 0) yield return "inputs: none; give files of responses with --in FILE or in the options file";
        foreach (var file in Inputs.Concat(Benchmarks).Where(file => !File.Exists(file))) yield return $"inputs, benchmarks: {file}: no such file";
        if (Tokenizer.Length == 0) yield return "tokenizer: none; give the folder of the student's tokenizer.json with --tokenizer DIR";
        if (Mix.Budgets is { } budgets && !File.Exists(budgets)) yield return $"mix.budgets: {budgets}: no such file";
    }
}
