using System.CommandLine;
using ExtraCot.Cli.Commands;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Cli;

/// <summary>The <c>extracot</c> command line: verbs and options only, no logic.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLineHost.RunAsync(Root(), args, Console.Out, Console.Error);

    internal static RootCommand Root() => new("Compressed chain-of-thought reasoning: compressor, mixed-ratio SFT, CHRPO, evaluation and serving.")
    {
        QuickstartCommand.Create(),
        UnitsCommand.Create(),
        AnnotateCommand.Create(),
        ViewCommand.Create(),
        CompressCommand.Create(TokenizerFile.Load),
        GenerateCommand.Create(),
        SftCommand.Create(),
        EvalCommand.Create(),
        ReportCommand.Create(),
        RunsCommand.Create(),
        DataCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        CompressorCommand.Create(),
        PretrainCommand.Create(),
        RlCommand.Create(),
        RewardCommand.Create(),
        ServeCommand.Create(),
        VerifyCommand.Create(),
        ModelCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    };
}
