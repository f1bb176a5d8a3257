using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace ExtraCot.Cli;

/// <summary>Runs a command line: the one place where exceptions, signals and mistyped arguments become a line on stderr and an exit code.</summary>
internal static class CommandLineHost
{
    private const string TraceVariable = "EXTRACOT_TRACE";

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = $"Print the stack of a failure (as {TraceVariable}=1 does).",
        Recursive = true,
    };

    /// <summary>Parses and runs; returns the exit code: 0, 1 (failure), 2 (usage or input), 130 (stopped).</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        root.Add(Verbose);
        CommandLineHelp.ShowExamples(root);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            error.WriteLine(CommandLineErrors.Explain(parsed));
            return CommandLineErrors.UsageError;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        // A clean stop may have to write a checkpoint first, so no timer cuts it short.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, stop.Token);
        }
#pragma warning disable CA1031 // The outermost frame: whatever arrives here is told in one line.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            error.WriteLine($"extracot: {CommandLineErrors.Describe(exception, CanResume(parsed))}");
            if (Traces(parsed)) error.WriteLine(exception);
            return CommandLineErrors.ExitCode(exception);
        }
    }

    // The first signal asks for a clean stop; a second one ends the process in the usual way.
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        stop.Cancel();
    }

    private static bool CanResume(ParseResult parsed) => parsed.CommandResult.Command.Options.Any(option => option.Name == "--resume");

    private static bool Traces(ParseResult parsed) => parsed.GetValue(Verbose) || Environment.GetEnvironmentVariable(TraceVariable) == "1";
}
