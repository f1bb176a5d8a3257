using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot data</c>: sets of problems.</summary>
internal static class DataCommand
{
    internal static Command Create() => new("data", "Sets of problems.")
    {
        DataGetCommand.Create(),
        DataSmallWorldCommand.Create(),
    };
}
