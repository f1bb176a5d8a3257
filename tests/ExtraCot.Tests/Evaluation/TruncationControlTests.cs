using ExtraCot.Evaluation;
using ExtraCot.Text.Data;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class TruncationControlTests
{
    private static readonly ModeResult Basis = Mode((10, true), (20, true), (30, true), (40, false));

    [Theory] // Mean of min(think, limit); a response with its two visible tokens must fit under the limit to stay right.
    [InlineData(10, 10, 10, 0)]
    [InlineData(17, 20, 17.5, 0.25)]
    [InlineData(25, 40, 25, 0.75)]
    public void Should_cut_at_the_limit_that_gives_the_same_mean(double tokens, int limit, double mean, double accuracy) =>
        Assert.Equal(new TruncationControl(limit, mean, accuracy), TruncationControl.Of(Basis, tokens));

    [Fact]
    public void Should_leave_everything_whole_where_the_mode_is_longer() => Assert.Equal(0.75, TruncationControl.Of(Basis, 99).Accuracy);

    private static ModeResult Mode(params (int Think, bool Right)[] responses) => new(null,
        [.. responses.Select((_, i) => new MathProblem($"{i}", "?", "1", 0))],
        (IReadOnlyList<Prediction>)[.. responses.Select((response, i) => new Prediction($"{i}", "none", 0) { ThinkTokens = response.Think, VisibleTokens = 2, Right = response.Right, Closed = true, Finished = true })]);
}
