using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot compressor</c>: training and evaluation of compressors.</summary>
internal static class CompressorCommand
{
    internal static Command Create() => new("compressor", "Train and evaluate the model that says which units of a chain of thought are worth keeping.")
    {
        CompressorTrainCommand.Create(),
        CompressorEvalCommand.Create(),
    };
}
