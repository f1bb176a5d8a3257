using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public sealed class HeadSweepTests
{
    [Fact] // Prompt a (L_ref 100): 1 of 2 right at 0.2 with 30 tokens; prompt b (L_ref 300): 2 of 2 right at 0.4 with 130 tokens each.
    public void Should_look_accuracy_and_length_up_in_the_rollouts()
    {
        var (a, b) = (new TeacherBudget(5, 100, 1), new TeacherBudget(5, 300, 1));
        a.Add(0, true, 30);
        a.Add(0, false, 999);
        b.Add(1, true, 130);
        b.Add(1, true, 130);
        var row = HeadSweep.Row("x", new RlDataset([new("a", "?", "1", 1), new("b", "?", "1", 2)], [a, b]), [0, 1], 0);
        Assert.Equal((0.75, 160.0 / 400), (row.Right, row.Length));
        Assert.Equal([.5, .5, 0, 0, 0], row.Choices);
    }

    [Fact] // The shortest ratio always suffices for short questions, never for long ones: what the head can see in its hidden state.
    public void Should_find_that_the_head_gives_tokens_where_they_are_needed_and_fewer_at_a_higher_rate()
    {
        using var model = LanguageModel.Load(ShippedModels.Find("small-base"));
        var (train, test) = (Data("train"), Data("test"));
        var rows = HeadSweep.Run(model, train, test, [.1, .9], new ControlHeadOptions(), seed: 1);
        Assert.Equal(["always 0.2", "always 0.4", "always 0.6", "always 0.8", "always 1.0", "λ 0.1", "λ 0.9"], rows.Select(row => row.Name));
        Assert.True(rows[5].Right > rows[0].Right);
        Assert.True(rows[5].Length > rows[6].Length);
        Assert.Null(model.Head);
    }

    private static RlDataset Data(string part)
    {
        var problems = SmallWorldSet.Make(3, part, heldOut: false, 64);
        return new RlDataset(problems, [.. problems.Select(problem =>
        {
            var budget = new TeacherBudget(5, 300, 10);
            for (var ratio = 0; ratio < 5; ratio++)
                for (var k = 0; k < 4; k++) budget.Add(ratio, ratio > 0 || problem.Question.Length < 250, 60 * (ratio + 1));
            return budget;
        })]);
    }
}
