using ExtraCot.Chrpo;
using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

/// <summary>Vectors 23 to 26 of the spec of stages 2 and 3, and the guarantee of its section 6.7.</summary>
public class RewardVectorTests
{
    private const int Reference = 1000;
    private static readonly RewardOptions Reconstructed = new() { Mode = new() };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(.05, .75)]
    [InlineData(.1, 0)]
    [InlineData(.12, -.4)]
    [InlineData(.15, -1)]
    [InlineData(.4, -1)]
    public void Calibration_follows_vector_23(double error, double expected) => Assert.Equal(expected, Calibration.Reward(error, .1), 9);

    [Theory]
    [InlineData(1, true, new[] { .35, .20, .10, 0, -.10 })]
    [InlineData(1, false, new[] { -.40, -.10, -.05, -.10, -.15 })]
    [InlineData(4, true, new[] { .50, .50, .50, .35, .20 })]
    [InlineData(4, false, new[] { -.70, -.70, -.70, -.40, -.10 })]
    public void Mode_follows_vector_24(int target, bool right, double[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(chosen => Math.Round(ModeReward.Of(right, chosen, target, 5, new()), 9)));

    [Fact]
    public void A_wrong_answer_where_nothing_was_ever_right_has_no_mode_reward() => Assert.Equal(0, ModeReward.Of(false, 2, null, 5, new()));

    [Theory]
    [InlineData(true, 0, .2, 1, 1.65)]
    [InlineData(true, 1, .45, 1, 1.425)]
    [InlineData(false, 0, .2, 1, -.4)]
    [InlineData(false, 1, .6, 1, -.4)]
    [InlineData(false, 2, .6, 1, -.05)]
    [InlineData(true, 4, .95, 0, 1.025)]
    public void Main_reward_follows_vector_25(bool right, int chosen, double realised, int target, double expected) =>
        Assert.Equal(expected, HierarchicalReward.Score(Response(right, chosen, realised), chosen, target, Reference, 0, Reconstructed).Main, 9);

    [Fact]
    public void Advantages_follow_vector_26()
    {
        var budget = new TeacherBudget(5, Reference, 10);
        foreach (var right in new[] { false, true }) budget.Add(0, right, 200); // p(0.2) = 0.5
        foreach (var ratio in new[] { 1, 2, 3, 4 }) budget.Add(ratio, true, 400);
        Assert.Equal(1, budget.Target);
        var group = new RolloutGroup(budget, [Rollout(true, 0, .2), Rollout(true, 1, .4), Rollout(false, 0, .2), Rollout(false, 2, .6)], IsFixed: false);
        var score = new ChrpoObjective(Reconstructed, controlWeight: 1, standardise: true).Score(group);
        AssertClose([1.65, 1.5, -.4, -.05], score.Rewards.Select(terms => terms.Main));
        AssertClose([.85, .70, -.40, -.05], score.Rewards.Select(terms => terms.Control));
        AssertClose([1.071, .907, -1.181, -.797], score.Body);
        AssertClose([.886, 2.482, -1.367, -2.001], score.Head);
    }

    [Fact]
    public void Every_right_answer_earns_more_than_every_wrong_one()
    {
        double[] realised = [.05, .1, .2, .35, .4, .6, .8, 1, 1.3, 2];
        IEnumerable<double> All(bool right) =>
            from chosen in Enumerable.Range(0, 5)
            from target in new int?[] { null, 0, 1, 2, 3, 4 }
            from r in realised
            select HierarchicalReward.Score(Response(right, chosen, r), chosen, target, Reference, 0, Reconstructed) with { Integrity = 0 } into terms
            select terms.Accuracy + Reconstructed.CalibrationWeight * terms.Calibration + terms.Mode;
        Assert.Equal(.5, All(right: true).Min(), 9);
        Assert.Equal(0, All(right: false).Max(), 9);
    }

    [Fact]
    public void A_first_token_outside_the_grid_replaces_the_whole_reward()
    {
        var terms = HierarchicalReward.Score(Response(true, 0, .2), null, 0, Reference, 0, Reconstructed);
        Assert.Equal((-1, -1), (terms.Main, terms.Control));
        Assert.True(terms.Violations.HasFlag(IntegrityViolations.NoControl));
    }

    [Fact]
    public void Without_a_reference_length_calibration_is_left_out() =>
        Assert.Equal(0, HierarchicalReward.Score(Response(true, 0, .9), 0, 0, referenceTokens: 0, 0, Reconstructed).Calibration);

    private static PolicyRollout Rollout(bool right, int chosen, double realised) => new(Response(right, chosen, realised), chosen);

    private static GradedResponse Response(bool right, int chosen, double realised)
    {
        int[] thought = [.. Enumerable.Range(100, (int)Math.Round(realised * Reference))];
        return new GradedResponse([], new ParsedResponse(chosen, thought, [1, 2], Closed: true, Finished: true, 0), right);
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, 3e-3);
    }
}
