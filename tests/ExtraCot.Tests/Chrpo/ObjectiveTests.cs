using ExtraCot.Chrpo;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Training;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public class ObjectiveTests
{
    private static readonly TeacherBudget Budget = new(5, 100, 10);

    [Fact]
    public void Grpo_rewards_accuracy_alone_or_less_length()
    {
        var group = Group((true, 0, 20), (true, 4, 100), (false, 0, 20));
        Assert.Equal([1, 1, 0], Rewards(new ChrpoOptions { Algorithm = RlAlgorithm.Grpo }, group));
        Assert.Equal([.9, .5, -.1], Rewards(new ChrpoOptions { Algorithm = RlAlgorithm.Grpo, LengthWeight = .5 }, group), Close);
    }

    [Fact]
    public void DeGrpo_pays_short_right_more_than_long_right() =>
        Assert.Equal([1, .5, -1], Rewards(new ChrpoOptions { Algorithm = RlAlgorithm.DeGrpo }, Group((true, 0, 20), (true, 4, 100), (false, 0, 20))));

    [Fact]
    public void Lcpo_pays_for_meeting_the_length_asked_for() =>
        Assert.Equal([1, .8, -.2], Rewards(new ChrpoOptions { Algorithm = RlAlgorithm.Lcpo }, Group((true, 0, 20), (true, 0, 40), (false, 0, 40))), Close);

    [Fact]
    public void Fixed_prompts_teach_nothing_about_the_choice()
    {
        var score = Objectives.For(new ChrpoOptions { Preset = ChrpoPreset.Reconstructed }).Score(Group((true, 0, 20), (false, 0, 40)) with { IsFixed = true });
        Assert.Equal([0, 0], score.Head);
        Assert.All(score.Rewards, terms => Assert.Equal(0, terms.Mode));
    }

    [Fact]
    public void The_default_leaves_the_choice_to_the_control_head()
    {
        var score = Objectives.For(new ChrpoOptions()).Score(Group((true, 0, 20), (false, 0, 20)));
        Assert.All(score.Rewards, terms => Assert.Equal(0, terms.Mode));
        Assert.Equal(score.Body, score.Head);
    }

    [Fact]
    public void Ablations_take_their_terms_away()
    {
        var group = Group((true, 0, 20), (true, 2, 60), (false, 0, 20));
        var withoutControl = Objectives.For(new ChrpoOptions { Preset = ChrpoPreset.Reconstructed, Without = ChrpoAblation.Control }).Score(group);
        Assert.Equal(withoutControl.Body, withoutControl.Head);
        Assert.NotEqual(0, withoutControl.Rewards[0].Mode);
        var withoutBoth = Objectives.For(new ChrpoOptions { Preset = ChrpoPreset.Reconstructed, Without = ChrpoAblation.ModeAndControl }).Score(group);
        Assert.All(withoutBoth.Rewards, terms => Assert.Equal(0, terms.Mode));
    }

    [Fact]
    public void Equal_rewards_give_no_advantage() =>
        Assert.All(Objectives.For(new ChrpoOptions { Algorithm = RlAlgorithm.Grpo }).Score(Group((true, 0, 20), (true, 0, 20))).Body, advantage => Assert.Equal(0, advantage));

    [Fact]
    public void A_reward_that_is_no_number_stops_training()
    {
        var failure = Assert.Throws<TrainingException>(() => Advantages.Centre([1, double.NaN]));
        Assert.Contains("rollout 1", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<double> Rewards(ChrpoOptions options, RolloutGroup group) => Objectives.For(options).Score(group).Rewards.Select(terms => terms.Main);

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static RolloutGroup Group(params (bool Right, int Chosen, int Tokens)[] rollouts) => new(Budget, [.. rollouts.Select(r =>
        new PolicyRollout(new GradedResponse([], new ParsedResponse(r.Chosen, [.. Enumerable.Range(0, r.Tokens)], [1], true, true, 0), r.Right), r.Chosen))], IsFixed: false);
}
