using ExtraCot.Annotation;
using ExtraCot.Compressor;
using ExtraCot.Tests.Support;
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

    [Fact] // T10, policy "any"; special tokens are in no thought and have no label
    public void Should_label_the_pieces_of_T10()
    {
        Unit[] units = [Word(0, 2), Word(2, 5), Word(5, 9), Word(9, 10), Word(10, 13)];
        TokenSpan[] tokens = [new(1, 0, 1), new(2, 1, 3), new(3, 4, 6), new(4, 6, 8), new(5, 9, 12), new(6, 12, 12), new(7, 12, 13)];
        Assert.Equal([0, 1, 1, 0, 1, 0, 0], UnitTokens.Labels(UnitTokens.Of(units, tokens), [0, 1, 0, 1, 0], tokens.Length));
        Assert.Equal([[0, 5], [7, 9]], UnitRanges.Of([Word(0, 3), Word(3, 5), Word(5, 7), Word(7, 9)], [true, true, false, true]));
    }

    [Theory]
    [InlineData("So $x=5$, right.\n\nDone now. Thus ok.", "$x=5$ , right . Thus", " $x=5$, right. Thus")] // T11, its joint with the gap that the reference loses
    [InlineData("three kept words", "three kept words", "three kept words")] // T12
    [InlineData(" \n foo", "foo", " \n foo")] // T13, on purpose: white space is no unit of its own and has the label of the one it leads
    [InlineData(" \n foo bar", "bar", " bar")]
    public void Should_label_the_texts_of_T11_to_T13(string text, string kept, string labelled)
    {
        var (units, words) = (UnitDetector.Detect(text), kept.Split(' '));
        var tokens = TokenizerFile.Load(Repository.Path("models", "compressor-math")).EncodeWithOffsets(text);
        var labels = UnitTokens.Labels(UnitTokens.Of(units, tokens), [.. units.Select(unit => words.Contains(text[unit.Start..unit.End].Trim()) && !InSecondPart(unit) ? 1f : 0)], tokens.Length);
        Assert.Equal(labelled, string.Concat(tokens.Where((_, i) => labels[i] == 1).Select(token => text[token.Start..token.End])));

        bool InSecondPart(Unit unit) => text.IndexOf("\n\n", StringComparison.Ordinal) is > 0 and var gap && unit.Start > gap && text[unit.Start..unit.End] == "."; // only the first full stop is kept in T11
    }

    private static Unit Word(int start, int end) => new(start, end, UnitKind.Word, 0, 0);
}
