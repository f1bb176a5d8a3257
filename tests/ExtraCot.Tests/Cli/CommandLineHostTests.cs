using System.CommandLine;
using ExtraCot.Cli;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Cli;

public class CommandLineHostTests
{
    [Fact]
    public async Task Should_print_a_failure_as_one_line_without_the_stack()
    {
        var (exitCode, error) = await RunAsync(_ => throw new InvalidOperationException("boom\n  frame 0\n  frame 1"));
        Assert.Equal(1, exitCode);
        Assert.Equal("extracot: boom (InvalidOperationException; --verbose shows where)\n", error);
    }

    [Fact]
    public async Task Should_print_the_stack_when_asked()
    {
        var (_, error) = await RunAsync(_ => throw new InvalidOperationException("boom"), "--verbose");
        Assert.Contains(nameof(CommandLineHostTests), error);
    }

    [Fact]
    public async Task Should_count_bad_input_as_a_usage_error_wherever_it_is_wrapped()
    {
        var (exitCode, error) = await RunAsync(_ => throw new AggregateException(new InputException("a.yaml:1:1: wrong")));
        Assert.Equal(2, exitCode);
        Assert.Equal("extracot: a.yaml:1:1: wrong\n", error);
    }

    [Fact]
    public async Task Should_explain_a_full_disk()
    {
        var (exitCode, error) = await RunAsync(_ => throw new IOException("No space left on device : '/x'", 28));
        Assert.Equal(1, exitCode);
        Assert.Equal("extracot: no disk space left: No space left on device : '/x'; free some, or choose another --out\n", error);
    }

    [Fact]
    public async Task Should_return_130_when_stopped()
    {
        using var stop = new CancellationTokenSource();
        var (exitCode, error) = await RunAsync(
            token =>
            {
                stop.Cancel();
                token.ThrowIfCancellationRequested();
            },
            stop: stop);
        Assert.Equal(130, exitCode);
        Assert.Equal("extracot: stopped\n", error);
    }

    [Fact]
    public async Task Should_return_0_when_all_went_well() => Assert.Equal((0, ""), await RunAsync(_ => { }));

    private static async Task<(int ExitCode, string Error)> RunAsync(Action<CancellationToken> body, string? flag = null, CancellationTokenSource? stop = null)
    {
        var verb = new Verb("work", "Works.", "extracot work");
        verb.Runs((_, token) => body(token));
        using StringWriter output = new(), error = new();
        var exitCode = await CommandLineHost.RunAsync(new RootCommand("Test.") { verb }, flag is null ? ["work"] : ["work", flag], output, error,
            stop?.Token ?? TestContext.Current.CancellationToken);
        return (exitCode, error.ToString());
    }
}
