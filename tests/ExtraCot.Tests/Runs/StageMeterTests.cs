using ExtraCot.Runs;
using Xunit;

namespace ExtraCot.Tests.Runs;

public class StageMeterTests
{
    private readonly HandClock clock = new();

    [Fact]
    public void Should_tell_rate_time_left_and_the_latest_values()
    {
        var meter = new StageMeter("sft", 600, "steps", 0, clock);
        clock.Seconds = 20;
        meter.Report(60, [("loss", 1.5), ("tokens/s", 12_345)]);
        meter.Report(120, [("loss", 0.41234)]);
        Assert.Equal("sft 120/600 steps, 20 %, 6.00 steps/s, ETA 1:20, loss 0.412, tokens/s 12,345", meter.Line());
        Assert.Equal(0.2, meter.Fraction);
    }

    [Fact]
    public void Should_not_count_an_earlier_process_for_the_rate()
    {
        var meter = new StageMeter("pretrain", 1000, "steps", 900, clock);
        clock.Seconds = 10;
        meter.Report(950, []);
        Assert.Equal("pretrain 950/1000 steps, 95 %, 5.00 steps/s, ETA 0:10", meter.Line());
    }

    [Fact]
    public void Should_promise_nothing_before_there_is_a_rate()
    {
        var meter = new StageMeter("sft", 600, "steps", 0, clock);
        Assert.Equal("sft 0/600 steps, 0 %, 0:00 gone", meter.Line());
        meter.Report(0, [("loss", double.NaN)]);
        Assert.Equal("sft 0/600 steps, 0 %, 0:00 gone, loss NaN", meter.Line());
    }

    [Fact]
    public void Should_show_no_share_of_an_unknown_total()
    {
        var meter = new StageMeter("annotate", 0, "thoughts", 0, clock);
        clock.Seconds = 3723;
        meter.Report(7, []);
        Assert.Equal("annotate 7 thoughts, 1.88e-3 thoughts/s, 1:02:03 gone", meter.Line());
        Assert.Null(meter.Fraction);
    }

    [Theory]
    [InlineData(600, "sft 600 steps in 3:20, 3.00 steps/s, reward -0.25")]
    [InlineData(300, "sft 300 of 600 steps in 3:20, 1.50 steps/s, reward -0.25")]
    public void Should_end_in_one_line(int done, string expected)
    {
        var meter = new StageMeter("sft", 600, "steps", 0, clock);
        clock.Seconds = 200;
        meter.Report(done, [("reward", -0.25)]);
        Assert.Equal(expected, meter.Summary());
    }

    private sealed class HandClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
