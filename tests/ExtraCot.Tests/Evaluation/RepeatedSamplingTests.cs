using ExtraCot.Evaluation;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class RepeatedSamplingTests
{
    [Fact]
    public void Should_average_the_first_k() => Assert.Equal(2 / 3.0, RepeatedSampling.AvgAtK([true, false, true, true], 3), 1e-12);

    [Theory]
    [InlineData(4, 1, 1, 0.25)]
    [InlineData(4, 1, 2, 0.5)] // 1 - C(3,2)/C(4,2) = 1 - 3/6
    [InlineData(5, 2, 3, 0.9)] // 1 - C(3,3)/C(5,3) = 1 - 1/10
    [InlineData(5, 3, 3, 1)] // two wrong ones cannot fill three draws
    [InlineData(5, 0, 5, 0)]
    public void Should_count_draws_without_replacement(int samples, int right, int k, double expected) =>
        Assert.Equal(expected, RepeatedSampling.PassAtK(samples, right, k), 1e-12);

    [Fact]
    public void Should_let_the_most_frequent_answer_win()
    {
        Assert.True(RepeatedSampling.MajAtK(["7", "5", "5"], [false, true, true], 3));
        Assert.False(RepeatedSampling.MajAtK(["7", "5", "5"], [false, true, true], 2)); // a tie: the earliest
        Assert.True(RepeatedSampling.MajAtK([null, null, "5"], [false, false, true], 3)); // no answer, no vote
        Assert.False(RepeatedSampling.MajAtK([null], [false], 1));
    }

    [Fact]
    public void Should_refuse_more_draws_than_samples() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RepeatedSampling.PassAtK(3, 1, 4));
}
