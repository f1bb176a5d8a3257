using System.CommandLine;
using System.Reflection;
using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Cli;

/// <summary>Failures in words and numbers.</summary>
internal static class CommandLineErrors
{
    public const int Failure = 1;
    public const int UsageError = 2;
    public const int Stopped = 130; // 128 + SIGINT, as shells count it

    private const int LinuxDiskFull = 28;      // ENOSPC
    private const int LinuxQuotaExceeded = 122; // EDQUOT
    private const int WindowsDiskFull = unchecked((int)0x80070070); // ERROR_DISK_FULL

    /// <summary>The exit code of a failure.</summary>
    public static int ExitCode(Exception exception) => Unwrap(exception) switch
    {
        InputException => UsageError,
        OperationCanceledException => Stopped,
        _ => Failure,
    };

    /// <summary>A failure as the user reads it: native libraries add their stack to the message, so the first line alone.</summary>
    public static string Describe(Exception exception, bool canResume) => Unwrap(exception) switch
    {
        InputException input => input.Message,
        OperationCanceledException => canResume ? "stopped; --resume goes on" : "stopped",
        IOException { HResult: LinuxDiskFull or LinuxQuotaExceeded or WindowsDiskFull } full =>
            $"no disk space left: {FirstLine(full.Message)}; free some{(canResume ? " and --resume" : "")}, or choose another --out",
        var other => $"{FirstLine(other.Message)} ({other.GetType().Name}; --verbose shows where)",
    };

    /// <summary>What is wrong with the arguments, the nearest name that exists and where help is to be had.</summary>
    public static string Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = $"'{CommandLineHelp.FullName(command)} --help' lists what there is.";
        if (parsed.UnmatchedTokens.Count == 0) return $"extracot: {parsed.Errors[0].Message} {help}";
        var word = parsed.UnmatchedTokens[0];
        var isOption = word.StartsWith('-');
        var names = isOption ? Options(command) : command.Subcommands.Select(verb => verb.Name);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        var nearest = NearestName.To(word.Split('=', ':')[0], names);
        var hint = nearest is null ? "" : $" Did you mean {nearest}?";
        return $"extracot: unknown {kind} '{word}'.{hint} {help}";
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Select(option => option.Name);

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException or TypeInitializationException or TargetInvocationException && exception.InnerException is { } inner
            ? Unwrap(inner)
            : exception;

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
