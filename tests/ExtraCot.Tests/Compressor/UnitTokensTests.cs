using ExtraCot.Compressor;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compressor;

public class UnitTokensTests
{
    // Units  |ab|cd|  |ef|, tokens  |a|bcd| (then a dropped blank) |e|f|
    private static readonly Unit[] Units = [Word(0, 2), Word(2, 4), Word(4, 6), Word(6, 8)];
    private static readonly TokenSpan[] Tokens = [new(1, 0, 1), new(2, 1, 4), new(3, 6, 7), new(4, 7, 8)];

    [Fact]
    public void Should_give_a_token_to_every_unit_it_touches() =>
        Assert.Equal([(0, 2), (1, 2), (2, 2), (2, 4)], UnitTokens.Of(Units, Tokens));

    [Fact]
    public void Should_keep_a_token_of_a_kept_and_a_dropped_unit()
    {
        var ranges = UnitTokens.Of(Units, Tokens);
        Assert.Equal([false, true, false, false], UnitTokens.Labels(ranges, [false, true, true, false], Tokens.Length));
        Assert.Equal([true, true, true, true], UnitTokens.Labels(ranges, [true, false, false, true], Tokens.Length));
    }

    [Fact]
    public void Should_score_a_unit_by_the_mean_of_its_tokens() =>
        Assert.Equal([.5f, .75f, 0, .375f], UnitTokens.Means(UnitTokens.Of(Units, Tokens), [.25f, .75f, .5f, .25f]));

    private static Unit Word(int start, int end) => new(start, end, UnitKind.Word, 0, 0);
}
