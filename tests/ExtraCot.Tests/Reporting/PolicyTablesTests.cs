using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class PolicyTablesTests
{
    private static readonly EvaluatedRun Ours = MadeUpEvaluation.Make().Run;

    [Fact]
    public void Should_put_policies_rules_and_the_oracle_into_one_table()
    {
        var tables = PolicyTables.Of([Ours, MadeUpEvaluation.Make("theirs", .3).Run], null)!;
        Assert.Equal(["ours", "theirs", "always 0.2", "always 0.4", "always 1.0", "hand rule: 0.4 above the median difficulty, else 0.2", "oracle"], Column(tables.Policies, "Policy"));
        Assert.Equal(["greedy", "greedy", "greedy", "greedy", "greedy", "looked up", "looked up"], Column(tables.Policies, "Decoding"));
        Assert.Equal(["ours", "theirs", "hand rule: 0.4 above the median difficulty, else 0.2", "oracle"], Column(tables.Choices, "Policy"));
        Assert.Equal("0.20, 0.24, 0.40", Column(tables.Policies, "Ratio by third")[0]); // 24 problems of each difficulty 1 to 5, 0.4 from 4 on: 8 of the middle 40
        Assert.Equal(["ours", "theirs"], Column(tables.Fixed!, "Model"));
    }

    [Fact]
    public void Should_mark_the_front_without_the_oracle()
    {
        var rows = PolicyTables.Of([Ours, MadeUpEvaluation.Make("theirs", .3).Run], null)!.Policies;
        var front = Column(rows, "Front");
        Assert.Equal("", front[1]); // as long as ours and worse
        Assert.Equal("", front[^1]);
        Assert.Equal("yes", front[2]); // the shortest of all
    }

    [Fact]
    public void Should_pool_runs_of_one_name()
    {
        var rows = PolicyTables.Of([Ours, MadeUpEvaluation.Make("rl").Run, MadeUpEvaluation.Make("rl", .3).Run], null)!.Policies;
        Assert.Equal(["ours", "rl", "rl", "rl, all 2"], Column(rows, "Policy").Take(4));
        double Right(int row) => double.Parse(rows.Rows[row][2].Split(' ')[0]);
        Assert.Equal((Right(1) + Right(2)) / 2, Right(3), 0.11); // the mean, but for rounding to a tenth
    }

    [Fact]
    public void Should_need_a_base_and_fixed_ratios()
    {
        Assert.Null(PolicyTables.Of([Only("policy", "0.2", "0.4")], null));
        Assert.Null(PolicyTables.Of([Only("base", "policy", "0.2")], null));
        Assert.Null(PolicyTables.Of([Only("base", "0.2", "0.4")], null));
        Assert.NotNull(PolicyTables.Of([Only("base", "0.2", "0.4"), Only("policy").WithBase(Ours.Base)], null));
    }

    private static EvaluatedRun Only(params string[] modes) => Ours with { Modes = modes.ToDictionary(name => name, name => Ours.Modes[name]) };

    private static List<string> Column(ReportTable table, string name)
    {
        var index = table.Head.ToList().IndexOf(name);
        return [.. table.Rows.Select(row => row[index])];
    }
}
