using ExtraCot.Compression;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

public class TruncationCompressorTests
{
    private const string Thought = "So we have $x + 3 = 10$, and from this $x = 7$. The answer is 7.";

    [Fact]
    public void Should_stop_at_the_budget_wherever_that_is()
    {
        double[] ratios = [.8, .2, .3, 1, .001];
        using var compressor = new TruncationCompressor(new PieceTokenizer());
        var (tokens, cuts) = Assert.Single(compressor.Compress([new SegmentedThought("", Thought, UnitDetector.Detect(Thought))], ratios));
        Assert.Equal(ratios, cuts.Select(cut => cut.Ratio));
        Assert.All(cuts, cut => Assert.Equal(Math.Round(cut.Ratio * tokens), cut.Tokens));
        Assert.All(cuts, cut => Assert.Equal(Thought[..cut.Text.Length], cut.Text));
        Assert.Equal("So we have $x + 3", cuts[2].Text); // within a formula
        Assert.Equal(("", 0), (cuts[4].Text, cuts[4].Kept.Count));
        Assert.Equal([(0, Thought.Length)], cuts[3].Kept);
    }

    [Fact]
    public void Should_bear_an_empty_thought()
    {
        using var compressor = new TruncationCompressor(new PieceTokenizer());
        Assert.Equal("", compressor.Compress([new SegmentedThought("", "", [])], [.5])[0].Ratios[0].Text);
    }
}
