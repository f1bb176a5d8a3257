using System.Text.Json;
using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class QuickstartSummaryTests
{
    [Fact]
    public void Should_write_the_agreed_keys()
    {
        using var json = JsonDocument.Parse(MadeUpRun.Summary.ToJson());
        var root = json.RootElement;
        foreach (var path in (string[])[
            "seed", "problems", "base.accuracy", "base.thinkTokens", "base.visibleTokens",
            "fixed.0·2.accuracy", "fixed.0·2.thinkTokens", "fixed.0·2.actRatio", "fixed.0·2.mirrorRate", "fixed.1·0.actRatio",
            "policy.accuracy", "policy.thinkTokens", "policy.actRatio", "policy.tokenReduction", "policy.choices.0·2", "policySampled.accuracy",
            "naive.0·2.accuracy", "stageSeconds.sft", "totalSeconds", "blindMixture.accuracy", "goals"])
        {
            var node = root;
            foreach (var key in path.Split('.')) Assert.True(node.TryGetProperty(key.Replace('·', '.'), out node), path);
            Assert.True(node.ValueKind is JsonValueKind.Number or JsonValueKind.Array, path);
        }
        Assert.False(root.GetProperty("base").TryGetProperty("actRatio", out _));
        var goal = root.GetProperty("goals")[0];
        Assert.Equal(["goal", "target", "value", "met"], goal.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Should_read_back_what_it_wrote() => Assert.Equal(MadeUpRun.Summary.ToJson(), QuickstartSummary.FromJson(MadeUpRun.Summary.ToJson()).ToJson());

    [Fact]
    public void Should_judge_the_goals_of_the_invented_run()
    {
        var missed = MadeUpRun.Summary.Goals.Where(goal => !goal.Met).Select(goal => goal.Name);
        Assert.Equal(12, MadeUpRun.Summary.Goals.Count);
        Assert.Equal(["Policy ActRatio"], missed);
    }

    [Fact]
    public void Should_hold_a_goal_met_exactly_at_its_bound()
    {
        // 3 of 100 below base at 0.4: 1 - 0.97 is a little more than 0.03 in binary.
        var basis = Mode(null, 100, 0, 100);
        ModeResult[] atRatios = [Mode(0, 20, 10, 100), Mode(1, 40, 3, 100), Mode(2, 60, 0, 100), Mode(3, 80, 0, 100), Mode(4, 100, 0, 100)];
        var policy = Mode(0, 20, 2, 100) with { Control = ControlToken.Policy };
        var summary = QuickstartSummary.From(1, new(basis, atRatios, policy, policy, Mode(0, 20, 40, 100)), new Dictionary<string, double> { ["all"] = 900 });
        var missed = summary.Goals.Where(goal => !goal.Met).Select(goal => goal.Name);
        Assert.Equal(["Mean chosen ratio, hardest third above easiest"], missed); // every choice is 0.2
    }

    [Fact]
    public void Should_mix_two_neighbouring_ratios_to_the_policys_length()
    {
        ModeResult[] atRatios = [Mode(0, 20, 20, 100), Mode(1, 40, 4, 100), Mode(2, 60, 2, 100)];
        var mixture = BlindMixture.Of(atRatios, Mode(0, 25, 10, 100));
        Assert.Equal(("0.2", "0.4", 0.25, 25.0), (mixture.Lower, mixture.Upper, mixture.UpperShare, mixture.ThinkTokens));
        Assert.Equal(0.8 + 0.25 * 0.16, mixture.Accuracy, 1e-9);
        Assert.Equal(0.06, mixture.PolicyMinusMixture, 1e-9);
        Assert.Equal((0, 20.0), (BlindMixture.Of(atRatios, Mode(0, 10, 10, 100)).UpperShare, BlindMixture.Of(atRatios, Mode(0, 10, 10, 100)).ThinkTokens));
        var beyond = BlindMixture.Of(atRatios, Mode(0, 70, 10, 100));
        Assert.Equal(("0.6", 1.0, 0.98), (beyond.Upper, beyond.UpperShare, beyond.Accuracy));
    }

    [Fact]
    public void Should_count_choices_in_thirds_of_difficulty()
    {
        var thirds = DifficultyThird.Of(MadeUpRun.Modes.Policy);
        Assert.Equal(["easiest", "middle", "hardest"], thirds.Select(third => third.Third));
        Assert.Equal([133, 133, 134], thirds.Select(third => third.Problems));
        Assert.Equal(MadeUpRun.Problems, thirds.Sum(third => third.Counts.Values.Sum()));
        Assert.True(thirds[0].MeanRatio < thirds[2].MeanRatio);
    }

    [Fact]
    public void Should_leave_the_mean_ratio_out_where_nothing_was_chosen()
    {
        var thirds = DifficultyThird.Of(Mode(null, 10, 0, 6));
        Assert.All(thirds, third => Assert.Null(third.MeanRatio));
        Assert.All(thirds, third => Assert.Equal(0, third.Counts.Values.Sum()));
    }

    /// <summary>All responses equally long, the first <paramref name="wrong"/> wrong.</summary>
    private static ModeResult Mode(int? ratio, int tokens, int wrong, int count) => new(
        ratio is { } control ? ControlToken.Ratios[control] : null,
        [.. Enumerable.Range(0, count).Select(i => new MathProblem($"{i}", "?", "1", i))],
        [.. Enumerable.Range(0, count).Select(i => new Prediction($"{i}", "", 0)
        {
            Control = ratio is { } index ? ControlToken.Ratios[index].Name : null,
            ThinkTokens = tokens,
            VisibleTokens = 4,
            Closed = true,
            Finished = true,
            Right = i >= wrong,
        })]);
}
