using ExtraCot.SftData;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.SftData;

public class PolicyTargetsTests
{
    private static readonly double[] Shares = new MixOptions().PolicyShares;

    private static SftItem Item(int i, double passRate = 1) => new()
    {
        Id = $"q{i}",
        Key = $"k{i:000}",
        Group = "",
        Part = SplitPart.Policy,
        Question = "",
        Gold = "",
        Thought = "",
        Visible = "",
        ThinkTokens = i,
        PassRate = passRate,
    };

    [Fact]
    public void Should_give_easy_questions_low_ratios_in_the_stated_shares()
    {
        var chosen = PolicyTargets.ByDifficulty([.. Enumerable.Range(0, 100).Select(i => Item(i)).Reverse()], 100, Shares);
        Assert.Equal([18, 24, 26, 22, 10], Enumerable.Range(0, 5).Select(ratio => chosen.Count(pair => pair.Ratio == ratio)));
        Assert.Equal(chosen.Select(pair => pair.Ratio), chosen.OrderBy(pair => pair.Item.ThinkTokens).Select(pair => pair.Ratio));
    }

    [Fact]
    public void Should_rank_by_share_of_right_responses_before_length() =>
        Assert.Equal(4, PolicyTargets.ByDifficulty([Item(1, .25), .. Enumerable.Range(2, 9).Select(i => Item(i))], 10, Shares).Single(pair => pair.Item.Id == "q1").Ratio);

    [Fact]
    public void Should_leave_a_surplus_out_all_along_the_scale()
    {
        var chosen = PolicyTargets.ByDifficulty([.. Enumerable.Range(0, 1000).Select(i => Item(i))], 100, Shares);
        Assert.Equal(100, chosen.Count);
        Assert.Equal(495, chosen.Average(pair => pair.Item.ThinkTokens), 10);
    }

    [Fact]
    public void Should_follow_budgets_up_to_the_quota_of_each_ratio()
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? $$"""{"id":"q{{i}}","gt_ratio":0.2}""" : $$$"""{"extra_info":{"id":"q{{{i}}}","gt_ratio":null,"special_token":"<COMP_100>"}}""")
            .Append("""{"id":"q99","gt_ratio":null}""");
        var budgets = PolicyTargets.Read(folder.Write("budgets.jsonl", string.Join('\n', lines)));
        Assert.Equal(50, budgets.Count);
        var chosen = PolicyTargets.ByBudget([.. Enumerable.Range(0, 60).Select(i => Item(i))], budgets, 100, Shares);
        Assert.Equal(18, chosen.Count(pair => pair.Ratio == 0));
        Assert.Equal(10, chosen.Count(pair => pair.Ratio == 4));
        Assert.Equal(28, chosen.Count);
    }

    [Theory]
    [InlineData("{", "budgets.jsonl:1: ")]
    [InlineData("""{"gt_ratio":0.2}""", "no id")]
    [InlineData("""{"id":"a"}""", "no budget in it")]
    public void Should_say_where_a_file_of_budgets_is_wrong(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(reason, Assert.Throws<InputException>(() => PolicyTargets.Read(folder.Write("budgets.jsonl", text))).Message);
    }
}
