using System.CommandLine;
using ExtraCot.Nn.Runtime;
using ExtraCot.Options;
using ExtraCot.Quickstart;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot quickstart</c></summary>
internal static class QuickstartCommand
{
    private const string Name = "quickstart";

    internal static Command Create()
    {
        var output = new Option<string?>("--out") { Description = "Folder of the run; default runs/quickstart-<time>.", HelpName = "DIR" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of every random choice; default 1." };
        var profile = new Option<QuickstartProfile>("--profile") { Description = "smoke tries the wiring in two minutes, standard gives a result.", DefaultValueFactory = _ => QuickstartProfile.Standard };
        var file = new Option<string?>("--options") { Description = "YAML file that changes options of the profile.", HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Go on with a stopped run in --out." };
        var verb = new Verb(Name, "Train and evaluate all three stages on a small model: compressor, mixed-ratio SFT, CHRPO.",
            "extracot quickstart", "extracot quickstart --profile smoke --out runs/try", "extracot quickstart --out runs/try --resume") { output, seed, profile, file, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = QuickstartOptions.For(parsed.GetValue(profile));
            if (parsed.GetValue(file) is { } path) options = OptionsFile.Load(path, options);
            if (parsed.GetValue(seed) is { } given) options = options with { Seed = given };
            OptionsFile.Check(options, Name);
            TorchRuntime.Initialize();
            var folder = parsed.GetValue(output) ?? Path.Combine("runs", $"quickstart-{DateTime.Now:yyyyMMdd-HHmmss}");
            var console = parsed.InvocationConfiguration;
            using var run = RunFolder.Open(folder, options, parsed.GetValue(resume));
            console.Error.WriteLine($"Run folder: {run.FullPath}");
            using var progress = ConsoleProgress.OnStandardError();
            var summary = new QuickstartRun(options, run, progress, cancellation).Run();
            console.Output.WriteLine(QuickstartTable.Write(summary));
            console.Output.WriteLine($"{run.PathOf("report.html")}");
        });
        return verb;
    }
}
