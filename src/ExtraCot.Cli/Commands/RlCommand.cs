using System.CommandLine;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot rl</c>: stage 3, each step a subcommand.</summary>
internal static class RlCommand
{
    internal static Command Create() => new("rl", "Stage 3: teacher budgets and reinforcement learning.")
    {
        RlBuildCommand.Create(),
        RlHeadCommand.Create(),
        RlTrainCommand.Create(),
    };
}
