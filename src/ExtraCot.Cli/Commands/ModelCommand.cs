using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot model</c>: model folders.</summary>
internal static class ModelCommand
{
    internal static Command Create() => new("model", "Examine, make and convert model folders in Hugging Face's layout.")
    {
        ModelInfoCommand.Create(),
        ModelInitCommand.Create(),
        ModelConvertCommand.Create(),
    };
}
