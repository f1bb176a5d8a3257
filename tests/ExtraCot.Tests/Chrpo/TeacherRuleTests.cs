using ExtraCot.Chrpo;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public class TeacherRuleTests
{
    [Theory]
    [InlineData(new[] { 1.0, 1, 1, 1, 1 }, 0)]
    [InlineData(new[] { 0.0, 0, 1, 1, 1 }, 2)]
    [InlineData(new[] { 0.0, 0, 0, 0, 1 }, 4)]
    [InlineData(new[] { .5, .75, 1, 1, 1 }, 1)]
    [InlineData(new[] { 1.0, 0, 1, 1, 1 }, 2)] // one failure at a higher ratio pools with the success below: 0.5 each
    [InlineData(new[] { 1.0, 1, 1, 1, .75 }, 0)] // a small dip does not
    [InlineData(new[] { .25, .5, .5, .25, 0 }, 2)] // nothing suffices: the best, the larger of equals
    public void Target_is_the_lowest_ratio_that_suffices(double[] rates, int expected) => Assert.Equal(expected, TeacherRule.Target(rates));

    [Fact]
    public void Nothing_right_has_no_target() => Assert.Null(TeacherRule.Target([0, 0, 0, 0, 0]));

    [Fact]
    public void Isotonic_fit_pools_adjacent_violators() => Assert.Equal([.25, .5, .5, .75], TeacherRule.Isotonic([.25, .75, .25, .75]));
}
