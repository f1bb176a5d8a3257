using ExtraCot.Chrpo.Data;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Cli;

public sealed class RlCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("nosuch.jsonl: no such file; 'extracot rl build' makes one", "rl train --model small-base --data nosuch.jsonl")]
    [InlineData("nosuch: no such model folder", "rl train --model nosuch --data nosuch.jsonl")]
    [InlineData("only chrpo has R_ctrl and R_mode", "rl train --model small-base --data nosuch.jsonl --algorithm grpo --without ctrl")]
    [InlineData("nosuch: no such model folder", "rl build --engine local:nosuch --questions small-world:5")]
    [InlineData("expected a number behind the colon", "rl build --engine local:small-base --questions small-world:none")]
    public void Should_refuse_what_it_cannot_use_and_write_nothing(string message, string arguments)
    {
        var (exitCode, output, error) = Extracot.Run([.. arguments.Split(' '), "--out", folder.PathOf("run")]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, error);
        Assert.False(Directory.Exists(folder.PathOf("run")));
    }

    [Fact]
    public void Should_try_exchange_rates_on_the_head_alone()
    {
        var data = folder.PathOf("data.jsonl");
        JsonLines.Write(data, SmallWorldSet.Make(1, "rl", heldOut: false, 8).Select(problem => new RlRecord
        {
            Question = problem.Question,
            RewardModel = new("rule", problem.Answer),
            ExtraInfo = new() { Id = problem.Id, ReferenceTokens = 300, TargetRatio = .4 },
        }));
        var (exitCode, output, error) = Extracot.Run("rl", "head", "--model", "small-base", "--data", data, "--test", data, "--lambdas", "0.1,0.9");
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(2 + 5 + 2, lines.Length);
        Assert.StartsWith("| always 0.2 | 0.0 % | 0.200 |", lines[2]);
        Assert.StartsWith("| always 0.4 | 100.0 % | 0.400 |", lines[3]);
        Assert.StartsWith("| λ 0.1 | 100.0 % | 0.400 |", lines[7]); // the one ratio that is both right and shortest
        Assert.Equal(2, Extracot.Run("rl", "head", "--model", "small-base", "--data", data, "--test", data, "--lambdas", "2").ExitCode);
    }
}
