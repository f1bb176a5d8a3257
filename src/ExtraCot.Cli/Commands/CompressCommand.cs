using System.CommandLine;
using System.Globalization;
using ExtraCot.Compression;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot compress</c></summary>
internal static class CompressCommand
{
    private static readonly Option<string> Input = new("--in") { Description = "Traces as JSON lines.", Required = true, HelpName = "FILE" };
    private static readonly Option<string> Output = new("--out") { Description = "Where the result goes; a stopped run continues from FILE.partial.", Required = true, HelpName = "FILE" };

    private static readonly Option<string> Ratios = new("--ratios")
    {
        Description = "Shares of the thought's tokens to keep, each in (0, 1].",
        DefaultValueFactory = _ => "0.2,0.4,0.6,0.8",
        HelpName = "LIST",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "What says what is worth keeping: rules, the folder of a trained compressor, or the baselines random and truncate (which keep no answer by force).",
        DefaultValueFactory = _ => "rules",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Tokenizer = new("--tokenizer")
    {
        Description = "Folder with the tokenizer.json of the model that will learn from the result; lengths count in its tokens.",
        HelpName = "DIR",
    };

    /// <summary>The verb; <paramref name="load"/> reads the tokenizer of a model folder.</summary>
    internal static Command Create(Func<string, ITokenizer> load)
    {
        var verb = new Verb("compress", "Cut chains of thought to ratios of their length: whole formulas, the answer kept, nested from ratio to ratio.",
            "extracot compress --in traces.jsonl --out compressed.jsonl --tokenizer models/qwen3",
            "extracot compress --in traces.jsonl --out baseline.jsonl --tokenizer models/qwen3 --model truncate --ratios 0.5") { Input, Output, Ratios, Model, Tokenizer };
        verb.Runs((parsed, cancellation) => Run(parsed, load, cancellation));
        return verb;
    }

    private static void Run(ParseResult parsed, Func<string, ITokenizer> load, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var model = parsed.GetRequiredValue(Model);
        var scorer = UnitScorers.Open(model);
        using var owned = scorer as IDisposable;
        var folder = parsed.GetValue(Tokenizer)
            ?? throw new InputException("no tokenizer: give the folder of the model that will learn from the result with --tokenizer DIR (it holds tokenizer.json); lengths count in its tokens");
        var job = new CompressionJob(parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Output), RatioList(parsed.GetRequiredValue(Ratios)), scorer, load(folder),
            new SelectionOptions { KeepConclusion = scorer is not (RandomScorer or TruncationScorer) }, $"{model} {Path.GetFullPath(folder)}");
        var line = new ProgressLine(error, !Console.IsErrorRedirected);
        var end = new CompressionRun(job).Run(Complain,
            p => line.Show(p.Share, seconds => $"{p.Done} traces, {p.Tokens / Math.Max(seconds, 1e-3):n0} tokens/s"), cancellation);
        line.Clear();
        error.WriteLine($"{end.Done} traces in {job.Output}; {end.Missed} ratios could not be met (their \"note\" says why), {end.Bad} lines could not be used");
        if (end.Bad > 0) throw new InputException($"{job.Input}: {end.Bad} lines could not be used; they are named above");

        void Complain(string message)
        {
            line.Clear();
            error.WriteLine(message);
        }
    }

    private static double[] RatioList(string list) => list.Split(',', StringSplitOptions.TrimEntries).Select(word =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is > 0 and <= 1
            ? ratio
            : throw new InputException($"--ratios {list}: '{word}' is not a number in (0, 1]; expected a list such as 0.2,0.4,0.6,0.8")).Distinct().ToArray();
}
