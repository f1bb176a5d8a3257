using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Options;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>A finished evaluation, read from its folder.</summary>
/// <param name="Name">How reports call it: the folder's name unless another was given.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Problems">The problems asked.</param>
/// <param name="Modes">The modes in the order of the run, by name.</param>
public sealed record EvaluatedRun(string Name, string Folder, ProblemSet Problems, IReadOnlyDictionary<string, ModeResult> Modes)
{
    /// <summary>The responses, one a line, by mode, problem and sample.</summary>
    public const string PredictionsName = "predictions.jsonl";

    /// <summary>The problems.</summary>
    public const string ProblemsName = "problems.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <value>The mode the others are measured against: "base", else "none"; null where the run has neither.</value>
    public ModeResult? Base => BaseName is { } name ? Modes[name] : null;

    /// <value>Its name.</value>
    public string? BaseName => ((string[])[EvaluationMode.BaseName, EvaluationMode.NoneName]).FirstOrDefault(Modes.ContainsKey);

    /// <value>The modes of fixed ratios, the lowest first.</value>
    public IReadOnlyList<ModeResult> FixedRatios => [.. Modes.Values.Where(mode => mode.Control?.Ratio is not null).OrderBy(mode => mode.Control!.Ratio)];

    /// <value>The effective options as they were saved with the run; empty where there are none.</value>
    public string OptionsText => File.Exists(Path.Combine(Folder, RunFolder.OptionsName)) ? File.ReadAllText(Path.Combine(Folder, RunFolder.OptionsName)) : "";

    /// <value>How it was made; null where it was made of files of predictions.</value>
    public EvaluationOptions? Settings => Saved<EvaluationOptions>();

    /// <value>The command line that repeats it; null where nobody knows.</value>
    public string? Command => Settings?.ToCommand(Folder) ?? Saved<ScoreOptions>()?.ToCommand(Folder);

    /// <summary>Reads a run; <c>NAME=FOLDER</c> gives it a name.</summary>
    /// <exception cref="InputException">It is no finished evaluation.</exception>
    public static EvaluatedRun Load(string folder)
    {
        var (name, path) = folder.Split('=', 2) is [var given, var rest] ? (given, rest) : (Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)), folder);
        var (predictions, problems) = (Path.Combine(path, PredictionsName), Path.Combine(path, ProblemsName));
        if (!File.Exists(predictions) || !File.Exists(problems))
            throw new InputException($"{path}: no finished evaluation there ({PredictionsName} and {ProblemsName}); make one with 'extracot eval', or from a file of predictions with 'extracot eval score'");
        try
        {
            var set = JsonSerializer.Deserialize<ProblemSet>(File.ReadAllBytes(problems), Json)!;
            return new EvaluatedRun(name, path, set, Group(predictions, set, JsonLines.Read<Prediction>(predictions)));
        }
        catch (JsonException broken)
        {
            throw new InputException($"{path}: {broken.Message.Split(" Path:")[0]}; the run's files were changed", broken);
        }
    }

    /// <summary>The run with another one's base where it has none of its own.</summary>
    public EvaluatedRun WithBase(ModeResult? basis) =>
        Base is not null || basis is null ? this : this with { Modes = new Dictionary<string, ModeResult>(Modes.Prepend(new(EvaluationMode.BaseName, basis))) };

    /// <summary>Writes the problems of a run.</summary>
    public static void WriteProblems(string folder, ProblemSet problems) => AtomicFile.Write(Path.Combine(folder, ProblemsName), stream => JsonSerializer.Serialize(stream, problems, Json));

    /// <summary>Writes <c>metrics.json</c>, <c>report.html</c>, <c>report.md</c> and <c>report.csv</c> into the folder.</summary>
    public EvaluationSummary WriteReport()
    {
        var summary = EvaluationSummary.Of(this);
        summary.Write(Path.Combine(Folder, "metrics.json"));
        EvaluationReport.Write([(this, summary)], Folder);
        return summary;
    }

    private T? Saved<T>() where T : class, new()
    {
        try
        {
            return OptionsFile.Load<T>(Path.Combine(Folder, RunFolder.OptionsName));
        }
        catch (InputException)
        {
            return null; // a run of another kind
        }
    }

    /// <summary>Puts predictions in order of problems and samples, by mode.</summary>
    /// <param name="source">Where they came from, for messages.</param>
    /// <param name="set">The problems.</param>
    /// <param name="predictions">In any order.</param>
    /// <exception cref="InputException">One is of another problem or there twice, or one is missing.</exception>
    internal static IReadOnlyDictionary<string, ModeResult> Group(string source, ProblemSet set, IEnumerable<Prediction> predictions)
    {
        var places = set.Problems.Select((problem, index) => (problem.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        var modes = new Dictionary<string, ModeResult>();
        foreach (var mode in predictions.GroupBy(prediction => prediction.Mode))
        {
            var samples = set.Problems.Select(_ => new List<Prediction>()).ToArray();
            foreach (var prediction in mode.OrderBy(prediction => prediction.Sample))
            {
                if (!places.TryGetValue(prediction.Id, out var place))
                    throw new InputException($"{source}: a prediction of \"{prediction.Id}\", which is not in {set.Name}; these are predictions of another data set");
                if (samples[place].Count > 0 && samples[place][^1].Sample == prediction.Sample)
                    throw new InputException($"{source}: two predictions of \"{prediction.Id}\" in mode {mode.Key}, sample {prediction.Sample}; ids must be unique");
                samples[place].Add(prediction);
            }
            var lacking = Array.FindIndex(samples, list => list.Count != samples.Max(other => other.Count));
            if (lacking >= 0)
                throw new InputException($"{source}: {samples[lacking].Count} predictions of \"{set.Problems[lacking].Id}\" in mode {mode.Key}, {samples.Max(list => list.Count)} of others; every problem of {set.Name} needs equally many");
            modes[mode.Key] = new ModeResult(EvaluationMode.ControlOf(mode.Key), set.Problems, samples) { Target = EvaluationMode.TargetOf(mode.Key) };
        }
        return modes.Count > 0 ? modes : throw new InputException($"{source}: no predictions");
    }
}
