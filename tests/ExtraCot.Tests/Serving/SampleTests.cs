using System.Diagnostics;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Serving;

public sealed class SampleTests
{
    [Fact]
    public async Task Should_run_the_chat_client_sample()
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "chat-client-sample.exe" : "chat-client-sample");
        var start = new ProcessStartInfo(program, [Repository.Path("models", "small-base"), "none", RunningServer.Question]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Matches(@"^\\boxed\{227\}  \(\d+ tokens of thought\)\s*$", output);
    }
}
