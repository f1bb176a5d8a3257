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
    public void Should_give_a_token_the_best_of_its_units()
    {
        var ranges = UnitTokens.Of(Units, Tokens);
        Assert.Equal([0, 1, 0, 0], UnitTokens.Labels(ranges, [0, 1, 1, 0], Tokens.Length)); // the third unit has no token
        Assert.Equal([.75f, .75f, 0, 0], UnitTokens.Labels(ranges, [.75f, .25f, 0, 0], Tokens.Length));
    }

    [Fact]
    public void Should_mask_a_token_of_unlabelled_units_alone() =>
        Assert.Equal([float.NaN, 1, float.NaN, float.NaN], UnitTokens.Labels(UnitTokens.Of(Units, Tokens), [float.NaN, 1, 1, float.NaN], Tokens.Length));

    [Fact]
    public void Should_score_a_unit_by_the_mean_of_its_tokens() =>
        Assert.Equal([.5f, .75f, 0, .375f], UnitTokens.Means(UnitTokens.Of(Units, Tokens), [.25f, .75f, .5f, .25f]));

    private static Unit Word(int start, int end) => new(start, end, UnitKind.Word, 0, 0);
}
