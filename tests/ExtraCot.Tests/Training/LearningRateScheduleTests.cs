using System.Text.Json;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Training;

public class LearningRateScheduleTests
{
    [Fact]
    public void Should_follow_the_reference_cosine()
    {
        var golden = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "numerics", "schedule.json"))).RootElement;
        var cosine = golden.GetProperty("cosine_lr");
        var (peak, warmup, total) = (cosine.GetProperty("base").GetDouble(), cosine.GetProperty("warmup").GetInt32(), cosine.GetProperty("total").GetInt32());
        var step = 0;
        foreach (var expected in cosine.GetProperty("values").EnumerateArray())
            Assert.Equal(expected.GetDouble(), peak * LearningRateSchedule.Cosine(step++, warmup, total), 1e-15);
        Assert.True(step >= 1000);
    }

    [Fact]
    public void Should_stay_at_the_peak_and_then_fall_to_the_floor()
    {
        Assert.Equal(1, LearningRateSchedule.ConstantThenLinear(500, 10, 1000, .55, .02), 12);
        Assert.Equal(.5 / .9, LearningRateSchedule.ConstantThenLinear(500, 10, 1000, .1, .02), 12);
        Assert.Equal(.02, LearningRateSchedule.ConstantThenLinear(999, 10, 1000, .55, .02), 12);
        Assert.Equal(.1, LearningRateSchedule.Linear(0, 10, 1000, .03), 12);
        Assert.Equal(.03, LearningRateSchedule.Linear(999, 10, 1000, .03), 12);
    }
}
