using ExtraCot.Evaluation;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class AccuracyCurveTests
{
    private static readonly AccuracyCurve Curve = new([(200, 0.9), (100, 0.5), (400, 1.0)]);

    [Fact]
    public void Should_interpolate_and_not_extrapolate()
    {
        Assert.Equal(0.7, Curve.At(150)!.Value, 1e-12);
        Assert.Equal(0.5, Curve.At(100));
        Assert.Null(Curve.At(99));
        Assert.Null(Curve.At(401));
    }

    [Fact]
    public void Should_give_the_mean_accuracy_over_a_range()
    {
        // 100 tokens at 0.7 and 200 at 0.95.
        Assert.Equal((100 * 0.7 + 200 * 0.95) / 300, Curve.Area(100, 400), 1e-12);
        // 150..300: trapezoids (0.7 + 0.9)/2 over 50 and (0.9 + 0.95)/2 over 100.
        Assert.Equal((50 * 0.8 + 100 * 0.925) / 150, Curve.Area(150, 300), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Curve.Area(50, 300));
    }

    [Fact]
    public void Should_find_where_an_accuracy_is_reached()
    {
        Assert.Equal(300, Curve.TokensToReach(0.95)!.Value, 1e-9);
        Assert.Equal(100, Curve.TokensToReach(0.3));
        Assert.Null(Curve.TokensToReach(1.01));
    }
}
