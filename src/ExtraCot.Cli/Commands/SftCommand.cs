using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot sft</c>: stage 2.</summary>
internal static class SftCommand
{
    internal static Command Create() => new("sft", "Stage 2: mixed-ratio supervised fine-tuning.") { SftBuildCommand.Create(), SftTrainCommand.Create() };
}
