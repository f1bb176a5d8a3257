using CsCheck;
using ExtraCot.SftData;
using Xunit;

namespace ExtraCot.Tests.SftData;

public class QuestionGroupsTests
{
    [Fact]
    public void Should_put_all_that_rephrase_each_other_into_one_group()
    {
        var groups = new QuestionGroups(1, new SplitOptions());
        groups.Add("b", "original");
        groups.Add("c", "original");
        groups.Add("d", "other");
        groups.Add("d", "c"); // a rephrasing of two originals joins them
        Assert.Single(new[] { "b", "c", "d", "original", "other" }.Select(groups.GroupOf).Distinct());
        Assert.Equal("b", groups.GroupOf("d"));
    }

    [Fact]
    public void Should_name_and_use_groups_the_same_in_any_order() => Gen.Int[0, 9].Select(Gen.Int[0, 9]).List[1, 12].Sample(pairs =>
    {
        var (forth, back) = (new QuestionGroups(3, new SplitOptions()), new QuestionGroups(3, new SplitOptions()));
        foreach (var (a, b) in pairs) forth.Add($"q{a}", $"q{b}");
        foreach (var (a, b) in Enumerable.Reverse(pairs)) back.Add($"q{b}", $"q{a}");
        return pairs.All(pair => forth.GroupOf($"q{pair.Item1}") == back.GroupOf($"q{pair.Item1}") && forth.PartOf(forth.GroupOf($"q{pair.Item1}")) == back.PartOf(back.GroupOf($"q{pair.Item1}")));
    });

    [Fact]
    public void Should_keep_the_shares()
    {
        var groups = new QuestionGroups(42, new SplitOptions());
        var parts = Enumerable.Range(0, 20_000).GroupBy(i => groups.PartOf($"{i}")).ToDictionary(part => part.Key, part => part.Count() / 20_000.0);
        Assert.All(new SplitOptions().Shares, share => Assert.Equal(share.Share, parts[share.Part], .01));
    }
}
