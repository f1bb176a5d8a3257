using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Evaluation;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class ChoiceRulesTests
{
    private static readonly MathProblem[] Problems = [.. ((int[])[4, 1, 3, 2]).Select((difficulty, i) => new MathProblem($"{i}", "?", "1", difficulty))];

    /// <summary>0.2 solves the two easy problems, 0.4 all but the hardest, at twice the length.</summary>
    private static readonly ModeResult[] Grid = [Mode(0, 10, [1, 3]), Mode(1, 20, [1, 2, 3])];

    [Fact]
    public void Should_send_problems_above_the_median_difficulty_to_the_longer_ratio()
    {
        var choice = ChoiceRules.ByHand(Problems, 0, 1);
        Assert.Equal([1, 0, 1, 0], choice);
        var mode = ChoiceRules.LookUp(Grid, choice);
        Assert.Equal((0.75, 15), (mode.Accuracy, mode.ThinkTokens));
        Assert.Equal(["0.4", "0.2", "0.4", "0.2"], mode.Responses.Select(response => response.Control));
    }

    [Fact] // Nothing solves the first problem: the oracle then takes the shortest.
    public void Should_take_the_cheapest_right_answer_as_the_oracle()
    {
        var choice = ChoiceRules.Oracle(Grid);
        Assert.Equal([0, 0, 1, 0], choice);
        Assert.Equal((0.75, 12.5), (ChoiceRules.LookUp(Grid, choice).Accuracy, ChoiceRules.LookUp(Grid, choice).ThinkTokens));
    }

    [Fact] // p is shrunk by two rollouts at the ratio's mean, 11/16 at 0.2: easy (8 + 2·11/16)/10 = 0.9375, hard 0.4375; at 0.4 both 1. c is 0.2 and 0.4.
    public void Should_choose_by_the_pass_rates_of_the_group_and_by_the_exchange_rate()
    {
        var teacher = new RlDataset([new("a", "?", "1", 2), new("b", "?", "1", 4)], [Budget(8), Budget(3)]);
        Assert.Equal([1, 1, 1, 1], ChoiceRules.ByGroup(Problems, teacher, [.2, .4], lambda: .2)); // easy: 0.8975 against 0.92
        Assert.Equal([1, 0, 0, 0], ChoiceRules.ByGroup(Problems, teacher, [.2, .4], lambda: 1)); // easy: 0.7375 against 0.6; difficulty 3 is as near to 2 as to 4 and goes with the easier
        Assert.Equal([0, 0, 0, 0], ChoiceRules.ByGroup(Problems, teacher, [.2, .4], lambda: 3)); // hard: −0.1625 against −0.2
    }

    [Fact]
    public void Should_refuse_choices_that_do_not_fit_the_problems() => Assert.Throws<ArgumentException>(() => ChoiceRules.LookUp(Grid, [0, 1]));

    private static TeacherBudget Budget(int passesAtLowest)
    {
        var budget = new TeacherBudget(5, 100, 10);
        for (var ratio = 0; ratio < 5; ratio++)
            for (var k = 0; k < 8; k++) budget.Add(ratio, ratio > 0 || k < passesAtLowest, 20 * (ratio + 1));
        return budget;
    }

    private static ModeResult Mode(int ratio, int tokens, int[] right) => new(ControlToken.Ratios[ratio], Problems,
        (IReadOnlyList<Prediction>)[.. Problems.Select((problem, i) => new Prediction(problem.Id, ControlToken.Ratios[ratio].Name, 0) { Control = ControlToken.Ratios[ratio].Name, ThinkTokens = tokens, Right = right.Contains(i) })]);
}
