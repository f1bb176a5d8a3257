using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench</c>: the speed of single parts, each a subcommand.</summary>
internal static class BenchCommand
{
    internal static Command Create() => new("bench", "Measure the speed of single parts.")
    {
        BenchVerifyCommand.Create(),
        BenchDecodeCommand.Create(),
        BenchRewardCommand.Create(),
        BenchCompressCommand.Create(),
        BenchTrainCommand.Create(),
    };
}
