using System.Diagnostics;

namespace ExtraCot.Tests.Cli;

/// <summary>The real executable in a process of its own.</summary>
internal sealed class Extracot : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "extracot.exe" : "extracot");
    private readonly Process process;
    private readonly Task<string> output;

    private Extracot(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
    }

    public int Id => process.Id;

    public static Extracot Start(params string[] arguments) => new(arguments, null);

    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(null, arguments);

    public static (int ExitCode, string Output, string Error) Run(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var program = new Extracot(arguments, environment);
        var error = program.process.StandardError.ReadToEnd();
        var exitCode = program.WaitForExit();
        return (exitCode, program.output.Result, error);
    }

    public string? ReadErrorLine() => process.StandardError.ReadLine();

    public int WaitForExit()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true); // SIGKILL
        process.WaitForExit();
        process.Dispose();
    }
}
