using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>The openai npm package against the shipped model; skipped where Node.js or the registry is not to be had.</summary>
public sealed class NpmClientTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Serving", "npm");

    private static async Task<(int ExitCode, string Output)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"no {program} here; install Node.js 20 or newer");
            throw;
        }
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + error);
        }
    }

    [Fact]
    public async Task Should_serve_the_openai_package()
    {
        await Run("node", "--version");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "openai")))
        {
            var (installed, log) = await Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Assert.SkipWhen(log.Contains("ENOTFOUND") || log.Contains("EAI_AGAIN") || log.Contains("ECONNREFUSED") || log.Contains("ETIMEDOUT"), "npm cannot reach a registry");
            Assert.True(installed == 0, log);
        }
        var (exitCode, output) = await Run("node", "client.mjs", shared.Server.OpenAi.ToString(), RunningServer.Question, RunningServer.Answer);
        Assert.True(exitCode == 0, output);
        Assert.Equal("ok", output.Trim());
        await shared.Server.WaitFor("extracot_answers_running", 0); // the answer it left is not generated on
    }
}
