using ExtraCot.Reporting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class ThoughtAlignmentTests
{
    private static string[] Kept(string full, string shorter) => [.. ThoughtAlignment.Kept(full, shorter).Select(range => full[range.Start..range.End])];

    [Fact]
    public void Should_find_whole_formulas_and_stretches() =>
        Assert.Equal(["$3+4=7$", "so the answer is 7."], Kept("First we add. $3+4=7$ and that is right, so the answer is 7.", "$3+4=7$ so the answer is 7."));

    [Fact]
    public void Should_not_take_scattered_words_for_kept_text() =>
        Assert.Empty(Kept("Let me see what the shop sold on the first day.", "the day"));

    [Fact]
    public void Should_not_match_parts_of_a_formula() => Assert.Empty(Kept("We have $3+4=7$ here", "$3+4=8$"));

    [Fact]
    public void Should_keep_a_thought_that_was_not_shortened() => Assert.Equal(["All of it is here."], Kept("All of it is here.", "All of it is here."));

    [Fact]
    public void Should_take_the_unbroken_one_of_equal_matches() =>
        Assert.Equal(["then we get $2*5=10$"], Kept("we get $1+1=2$ and then we get $2*5=10$ at last", "then we get $2*5=10$"));

    [Fact]
    public void Should_bear_empty_texts()
    {
        Assert.Empty(Kept("", "a"));
        Assert.Empty(Kept("a b c d", ""));
    }
}
