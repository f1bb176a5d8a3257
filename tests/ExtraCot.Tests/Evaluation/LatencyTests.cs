using ExtraCot.Data;
using ExtraCot.Diagnostics;
using ExtraCot.Evaluation;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class LatencyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_time_every_mode_against_the_base()
    {
        var options = new LatencyOptions { Model = new() { Engine = "local:small-base" }, Ratios = ["none", "0.2"], Concurrency = 2, MaxNewTokens = 12, PricePerHour = 1, TrainingCost = 1 };
        var summary = new LatencyRun(options, DataSets.Open("small-world", limit: 3), IStageProgress.None).Run(TestContext.Current.CancellationToken);
        Assert.Equal("none", summary.Base);
        Assert.Equal(["none", "0.2"], summary.Modes.Select(mode => mode.Mode));
        Assert.All(summary.Modes, mode =>
        {
            Assert.Equal((3, 12), (mode.Requests, mode.Tokens)); // cut at the limit
            Assert.InRange(mode.FirstTokenP50!.Value, 1e-9, mode.RequestP50);
            Assert.InRange(mode.RequestP50, 1e-9, mode.RequestP95);
            Assert.True(mode.RequestsPerSecond > 0 && mode.TokensPerSecond > mode.RequestsPerSecond);
        });
        Assert.Equal(summary.Modes[0].RequestP50 / summary.Modes[1].RequestP50, summary.Modes[1].SpeedUp!.Value, 1e-12);
        summary.Write(folder.FullPath);
        Assert.Equal(summary.ToMarkdown(), LatencySummary.Read(folder.FullPath)!.ToMarkdown());
    }

    [Fact] // Spec vector 27: MATH-500, 1.8176 s against 0.7721 s.
    public void Should_give_the_papers_speed_up() => Assert.Equal(2.35, 1 / 0.7721 / (1 / 1.8176), 0.005);

    [Theory] // 3.6 an hour is 0.001 a second; the base takes 1 s a request, the mode 0.5 s: 0.0005 saved each.
    [InlineData(10, 3.6, 1, 2, 20_000.0)]
    [InlineData(0, 3.6, 1, 2, 0.0)]
    [InlineData(10, 3.6, 2, 2, null)]
    [InlineData(10, 3.6, 2, 1, null)]
    public void Should_reckon_when_training_has_paid(double cost, double price, double baseRate, double rate, double? requests) => Assert.Equal(requests, LatencyResult.BreakEven(cost, price, baseRate, rate));

    [Fact]
    public void Should_take_the_smallest_value_that_covers_a_share()
    {
        double[] values = [4, 1, 3, 2];
        Assert.Equal((2, 4, 1), (LatencyResult.Quantile(values, .5), LatencyResult.Quantile(values, .95), LatencyResult.Quantile(values, 0)));
    }

    [Fact]
    public void Should_read_the_processors_counters_across_their_wrap()
    {
        Directory.CreateDirectory(folder.PathOf("intel-rapl:0"));
        folder.Write("intel-rapl:0/max_energy_range_uj", "10000000\n");
        folder.Write("intel-rapl:0/energy_uj", "9000000\n");
        using var meter = EnergyMeter.Start(folder.FullPath);
        folder.Write("intel-rapl:0/energy_uj", "2500000\n");
        Assert.Equal(3.5, meter.Joules()!.Value, 1e-9);
    }

    [Fact]
    public void Should_ask_for_both_prices_or_none() => Assert.Contains("belong together", Assert.Single(new LatencyOptions { PricePerHour = 2 }.Validate()));
}
