using ExtraCot.Engines;
using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Evaluation;

/// <summary>What is asked of whom, and how: the same prompt form, decoding and token limit in every mode. Together with the data they repeat a run.</summary>
public sealed record EvaluationOptions : IValidatable
{
    /// <value>The model.</value>
    public EngineSettings Model { get; set; } = new();

    /// <value>The model before stage 2, whose thoughts the others are measured against; null takes the model's own mode "none".</value>
    public EngineSettings? Base { get; set; }

    /// <value>Name of the data set, or a file.</value>
    public string Data { get; set; } = "";

    /// <value>Folder with the files of known sets; null (default) for <c>data</c>.</value>
    public string? DataDir { get; set; }

    /// <value>The first problems only; null (default) for all.</value>
    public int? Limit { get; set; }

    /// <value><see cref="Text.Data.ProblemSet.Fingerprint"/> of the problems asked, so that a run is never resumed with others.</value>
    public string Fingerprint { get; set; } = "";

    /// <value>Names of the modes (<see cref="EvaluationMode.Parse"/>). Default: the five ratios and policy.</value>
    public string[] Ratios { get; set; } = ["0.2", "0.4", "0.6", "0.8", "1.0", "policy"];

    /// <value>Samples of a question for each seed and mode; default 1.</value>
    public int Samples { get; set; } = 1;

    /// <value>Seeds; default 1. Every seed gives <see cref="Samples"/> samples more.</value>
    public ulong[] Seeds { get; set; } = [1];

    /// <value>0 (default) is greedy; the reference samples at 0.7.</value>
    public float Temperature { get; set; }

    /// <value>Nucleus, in (0, 1]; default 1; the reference takes 0.9.</value>
    public float TopP { get; set; } = 1;

    /// <value>The most tokens of a response, never scaled by the ratio; default 4096 (spec of stages 2 and 3, section 7.3), 720 on the small world.</value>
    public int MaxNewTokens { get; set; } = 4096;

    /// <value>What decides on answers: "math" (default) or "exact".</value>
    public string Verifier { get; set; } = "math";

    /// <value>Samples of a question in one mode.</value>
    internal int SamplesInAll => Samples * Seeds.Length;

    /// <value>The modes, the base model's first.</value>
    internal IReadOnlyList<EvaluationMode> Modes => [.. Base is null ? (EvaluationMode[])[] : [EvaluationMode.Base], .. Ratios.Select(EvaluationMode.Parse)];

    /// <summary>Model, base and decoding in words.</summary>
    internal string Describe()
    {
        var basis = Base is null ? "" : $" against {Base.Name}";
        return $"{Model.Name}{basis}, {(Temperature == 0 ? "greedy" : $"temperature {Temperature}, top-p {TopP}")}, at most {MaxNewTokens} tokens";
    }

    /// <summary>The command line that makes the run.</summary>
    internal string ToCommand(string folder) =>
        $"extracot eval --model {Model.Name}{(Base is null ? "" : $" --base {Base.Name}")}{((Model.Tokenizer ?? Base?.Tokenizer) is { } tokenizer ? $" --tokenizer {tokenizer}" : "")} --data {Data}{(DataDir is null ? "" : $" --data-dir {DataDir}")}{(Limit is null ? "" : $" --limit {Limit}")} --ratios {string.Join(',', Ratios)}" +
        $"{(Samples == 1 ? "" : $" --samples {Samples}")} --seeds {string.Join(',', Seeds)} --temperature {Temperature} --top-p {TopP} --max-new-tokens {MaxNewTokens}{(Verifier == "math" ? "" : $" --verifier {Verifier}")} --out {folder}";

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Limit < 1) yield return $"limit: {Limit}; expected 1 or more";
        if (Samples < 1) yield return $"samples: {Samples}; expected 1 or more";
        if (Seeds.Length == 0 || Seeds.Distinct().Count() < Seeds.Length) yield return $"seeds: [{string.Join(", ", Seeds)}]; expected at least one, each once";
        if (!(Temperature >= 0)) yield return $"temperature: {Temperature}; expected 0 or more";
        if (Temperature == 0 && SamplesInAll > 1) yield return $"temperature: 0 with {SamplesInAll} samples a question would give the same response {SamplesInAll} times; give a temperature above 0 or one sample";
        if (TopP is not (> 0 and <= 1)) yield return $"topP: {TopP}; expected more than 0 and at most 1";
        if (MaxNewTokens < 1) yield return $"maxNewTokens: {MaxNewTokens}; expected 1 or more";
        if (Ratios.Length == 0) yield return "ratios: none; expected at least one mode";
        foreach (var problem in ModeProblems()) yield return problem;
    }

    private IEnumerable<string> ModeProblems()
    {
        var names = new HashSet<string>();
        foreach (var ratio in Ratios)
        {
            string? problem = null;
            try
            {
                if (!names.Add(EvaluationMode.Parse(ratio).Name)) problem = $"ratios: {ratio} is named twice";
            }
            catch (InputException wrong)
            {
                problem = $"ratios: {wrong.Message}";
            }
            if (problem is not null) yield return problem;
        }
    }
}
