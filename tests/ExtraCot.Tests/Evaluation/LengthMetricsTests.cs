using ExtraCot.Evaluation;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class LengthMetricsTests
{
    private static Prediction Response(int? control, int think, int visible = 4, bool closed = true, bool finished = true, bool right = true) => new("", "", 0)
    {
        Control = control is { } index ? ControlToken.Ratios[index].Name : null,
        ThinkTokens = think,
        VisibleTokens = closed ? visible : 0,
        Closed = closed,
        Finished = finished,
        Right = right,
    };

    private static ModeResult Mode(ControlToken? control, params Prediction[] responses) =>
        new(control, [.. responses.Select((_, i) => new MathProblem($"{i}", "?", "1", i))], responses);

    [Theory] // Spec vector 27: the paper's token counts.
    [InlineData(452, 1675, 0.27)]
    [InlineData(210, 873, 0.24)]
    public void Should_give_the_papers_act_ratio(int tokens, int baseTokens, double expected) =>
        Assert.Equal(expected, LengthMetrics.ActRatio([tokens], [baseTokens]), 0.005);

    [Fact]
    public void Should_weigh_tokens_in_one_act_ratio_and_questions_in_the_other()
    {
        double[] tokens = [20, 300], basis = [100, 400];
        Assert.Equal(320 / 500.0, LengthMetrics.ActRatio(tokens, basis), 1e-12);
        Assert.Equal((0.2 + 0.75) / 2, LengthMetrics.ActRatioOfItems(tokens, basis), 1e-12);
    }

    [Fact]
    public void Should_leave_questions_without_a_base_thought_out_of_ratios()
    {
        Assert.Equal([0.5], LengthMetrics.RealisedRatios([7, 5], [0, 10]));
        Assert.True(double.IsNaN(LengthMetrics.ActRatioOfItems([7], [0])));
        Assert.True(double.IsNaN(LengthMetrics.ActRatio([7], [0])));
    }

    [Fact]
    public void Should_count_ratios_within_the_tolerance_ends_included() =>
        Assert.Equal(0.75, LengthMetrics.ControlAccuracy([10, 30, 31, 20], [100, 100, 100, 100], 0.2));

    [Fact]
    public void Should_refuse_lengths_of_different_questions() =>
        Assert.Throws<ArgumentException>(() => LengthMetrics.ActRatio([1, 2], [1]));

    [Fact]
    public void Should_compute_a_modes_metrics_from_a_hand_made_set()
    {
        var mode = Mode(ControlToken.Ratios[0],
            Response(control: 0, think: 20),
            Response(control: 0, think: 0, right: false), // empty thought
            Response(control: 1, think: 40), // another ratio than asked
            Response(control: null, think: 100, closed: false, finished: false, right: false)); // never closed: counts to its end
        var basis = Mode(null, Response(null, 100), Response(null, 100), Response(null, 100), Response(null, 100));
        Assert.Equal(0.5, mode.Accuracy);
        Assert.Equal(40, mode.ThinkTokens);
        Assert.Equal(3, mode.VisibleTokens);
        Assert.Equal(0.4, mode.ActRatio(basis), 1e-12);
        Assert.Equal(0.5, mode.MirrorRate);
        Assert.Equal([0.5, 0.25, 0, 0, 0], mode.Choices().Values);
    }
}
