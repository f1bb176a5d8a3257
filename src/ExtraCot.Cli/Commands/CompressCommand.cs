using System.CommandLine;
using ExtraCot.Compression;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot compress</c></summary>
internal static class CompressCommand
{
    private static readonly Option<string> Input = new("--in") { Description = "Traces as JSON lines.", Required = true, HelpName = "FILE" };
    private static readonly Option<string> Output = new("--out") { Description = "Where the result goes; what is done stands in FILE.partial until then.", Required = true, HelpName = "FILE" };

    private static readonly Option<string> Ratios = new("--ratios")
    {
        Description = "Shares of the thought's tokens to keep, each in (0, 1].",
        DefaultValueFactory = _ => "0.2,0.4,0.6,0.8",
        HelpName = "LIST",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "What says what is worth keeping: the folder or name of a trained compressor, rules, llmlingua2:DIR, or the baselines random and truncate.",
        DefaultValueFactory = _ => UnitScorers.Shipped,
        HelpName = "NAME",
    };

    private static readonly Option<string?> Tokenizer = new("--tokenizer")
    {
        Description = "Folder with the tokenizer.json of the model that will learn from the result; lengths count in its tokens. Default: the shipped compressor's own.",
        HelpName = "DIR",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "One line a trace with ranges (default), or one a trace and ratio with the fields of the reference code or of TokenSkip.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "ranges",
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the run that left FILE.partial." };

    /// <summary>The verb; <paramref name="load"/> reads the tokenizer of a model folder.</summary>
    internal static Command Create(Func<string, ITokenizer> load)
    {
        var verb = new Verb("compress", "Cut chains of thought to ratios of their length: whole formulas, the answer kept, nested from ratio to ratio.",
            "extracot compress --in traces.jsonl --out compressed.jsonl",
            "extracot compress --in traces.jsonl --out compressed.jsonl --tokenizer models/qwen3 --ratios 0.2,0.4,0.6,0.8,1",
            "extracot compress --in traces.jsonl --out baseline.jsonl --tokenizer models/qwen3 --model truncate --ratios 0.5 --format tokenskip")
        { Input, Output, Ratios, Model, Tokenizer, Format, Resume };
        verb.Runs((parsed, cancellation) => Run(parsed, load, cancellation));
        return verb;
    }

    private static void Run(ParseResult parsed, Func<string, ITokenizer> load, CancellationToken cancellation)
    {
        TorchRuntime.Initialize();
        var error = parsed.InvocationConfiguration.Error;
        var (ratios, model, format) = (RatioList.Parse(parsed.GetRequiredValue(Ratios)), parsed.GetRequiredValue(Model), FormatOf(parsed.GetRequiredValue(Format)));
        var folder = parsed.GetValue(Tokenizer) ?? ShippedModels.Find(UnitScorers.Shipped);
        var student = load(folder);
        using var compressor = Compressors.Open(model, student);
        if (parsed.GetValue(Tokenizer) is null) error.WriteLine("lengths count in the shipped compressor's own tokens; name the student's tokenizer with --tokenizer DIR");
        var job = new CompressionJob(parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Output), ratios, compressor, $"{model} {Path.GetFullPath(folder)}", format, parsed.GetValue(Resume));
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

    private static CompressedFormat FormatOf(string name) => name switch
    {
        "ranges" => CompressedFormat.Ranges,
        "reference" => CompressedFormat.Reference,
        "tokenskip" => CompressedFormat.TokenSkip,
        _ => throw new InputException($"--format {name}: expected ranges, reference or tokenskip"),
    };
}
