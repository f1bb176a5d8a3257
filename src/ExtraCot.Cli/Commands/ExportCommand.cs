using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot export</c></summary>
internal static class ExportCommand
{
    internal static Command Create() => new("export", "Hand data over to other training engines.") { ExportSftCommand.Create(), ExportRlCommand.Create() };
}
