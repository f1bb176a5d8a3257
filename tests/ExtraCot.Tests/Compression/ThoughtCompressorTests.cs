using CsCheck;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

public class ThoughtCompressorTests
{
    private const string Thought = """
        Okay, let me think. The problem asks for the sum of the two numbers.

        Let $x$ be the first number (a positive one), and let $y$ be the second. Then we have:

        \[ x + y = 12 \quad \text{and} \quad x - y = 2 \]

        Adding the equations, we get $2x = 14$, so $x = 7$. Subtracting gives $2y = 10$, and so $y = 5$.

        Wait, let me check that: $7 + 5 = 12$. Yes, that is right; it all fits.

        Therefore, the answer is $35$.
        """;

    private static readonly double[] Ratios = [0.2, 0.4, 0.6, 0.8];

    [Fact]
    public void Should_keep_the_derivation_and_drop_the_talk()
    {
        var text = Compress(Thought, [0.5])[0].Text;
        Assert.Contains("x + y = 12", text);
        Assert.Contains("Therefore, the answer is $35$.", text);
        Assert.DoesNotContain("Okay", text);
        Assert.DoesNotContain("Wait", text);
    }

    [Fact]
    public void Should_nest_rising_ratios_whatever_the_scores() =>
        Gen.Double[0, 1].List[2, 30].Select(Gen.Int[0, int.MaxValue]).Sample((scale, seed) =>
        {
            var text = string.Concat(Enumerable.Range(0, scale.Count).Select(i => i % 3 == 0 ? $"Then (so far, at least) ${i} + {seed % 97} = {i + seed % 97}$. " : i % 3 == 1 ? "We go on, slowly: it takes time.\n\n" : "因此，得到x+1=3。"));
            var thought = Segment(text);
            var random = new Random(seed);
            var cuts = new ThoughtCompressor(new PieceTokenizer()).Compress(thought, thought.Units.Select(_ => random.NextSingle()).ToArray(), Ratios).Ratios;
            foreach (var (small, large) in cuts.Zip(cuts.Skip(1)))
                Assert.All(small.Kept, range => Assert.Contains(large.Kept, outer => outer.Start <= range.Start && range.End <= outer.End));
        }, iter: 300);

    [Fact]
    public void Should_keep_or_drop_every_unit_whole()
    {
        foreach (var cut in Compress(Thought, Ratios))
        {
            var whole = Segment(Thought).Units.Where(unit => unit.Kind is UnitKind.Formula or UnitKind.Equation).Select(unit => Thought[unit.Start..unit.End].Trim());
            foreach (var (start, end) in cut.Kept)
                Assert.All(whole.Where(formula => Thought.IndexOf(formula, StringComparison.Ordinal) is var at && at < end && at + formula.Length > start), formula => Assert.Contains(formula, cut.Text));
        }
    }

    [Fact]
    public void Should_leave_no_dangling_marks()
    {
        foreach (var cut in Compress(Thought, Enumerable.Range(1, 19).Select(i => i / 20.0).ToArray()))
        {
            Assert.DoesNotMatch(@"[,;:]\s*[.,;:]|\(\s*\)|^[.,;:)]|\s[.,;:)]", cut.Text);
            Assert.Equal(cut.Text.Count(c => c == '('), cut.Text.Count(c => c == ')'));
            Assert.Equal(cut.Text.Trim(), cut.Text);
        }
    }

    [Fact]
    public void Should_keep_paragraphs_apart_and_words_unglued()
    {
        var cut = Cut("First we add. Dropped here. Then go\n\non. So $x = 2$.", u => u.Contains("Dropped") ? 0 : u.Contains("on") ? 0.1f : 1, 0.75);
        Assert.Equal("First we add. Then go\n\nSo $x = 2$.", cut.Text);
    }

    [Fact]
    public void Should_keep_the_final_value_in_the_smallest_budget()
    {
        var cut = Compress(Thought + @" So it is \(\boxed{35}\), as was to be shown by the whole of what was said before in so many words.", [0.01])[0];
        Assert.Contains(@"\(\boxed{35}\)", cut.Text);
        Assert.Contains("the final statement alone has", cut.Note);
    }

    [Fact]
    public void Should_explain_a_ratio_that_a_long_formula_makes_impossible()
    {
        var formula = $"${string.Join(" + ", Enumerable.Range(1, 100))}$";
        var cut = Compress($"First comes {formula} here. So $x = 5$.", [0.5])[0];
        Assert.Contains("formulas stay whole, and the largest one left out has", cut.Note);
        Assert.Equal("First comes", cut.Text[..11]);
    }

    [Fact]
    public void Should_give_the_whole_thought_at_1_and_results_in_the_order_asked()
    {
        var cuts = Compress(Thought, [1, 0.4, 0.8, 0.4]);
        Assert.Equal([1, 0.4, 0.8, 0.4], cuts.Select(cut => cut.Ratio));
        Assert.Equal((Thought, 1.0), (cuts[0].Text, cuts[0].ActualRatio));
        Assert.Equal(cuts[1], cuts[3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("...")]
    [InlineData("\ud800")]
    public void Should_bear_a_thought_without_words(string text) => Assert.All(Compress(text, Ratios), cut => Assert.True(cut.Tokens <= text.Length));

    [Fact]
    public void Should_state_the_answer_that_the_thought_ends_in_not_the_value_it_named_most()
    {
        const string text = "So $r = 3$. So $t = 2$. Thus $t = 2$. And $t = 2$ holds. So, the point is $(3, 2)$. Let me check that $r = 3$. Yes, $t = 2$ fits. The point is $(3, 2)$.";
        Assert.EndsWith("The point is $(3, 2)$.", Compress(text, [0.2])[0].Text);
    }

    [Fact]
    public void Should_compress_Chinese()
    {
        const string text = "好的，让我想想。设第一个数为x，第二个数为y。则x+y=12，且x-y=2。两式相加得2x=14，所以x=7。于是y=5。让我验证一下。7+5=12，没有问题。因此，答案是35。";
        var cut = Compress(text, [0.6])[0];
        Assert.EndsWith("因此，答案是35。", cut.Text);
        Assert.Contains("x+y=12", cut.Text);
        Assert.DoesNotContain("让我验证一下", cut.Text);
        Assert.DoesNotContain(' ', cut.Text);
    }

    [Fact]
    public void Should_refuse_wrong_arguments()
    {
        var compressor = new ThoughtCompressor(new PieceTokenizer());
        Assert.Throws<ArgumentException>(() => compressor.Compress(Segment("a b"), [1], [0.5]));
        Assert.Throws<ArgumentException>(() => compressor.Compress(Segment("a"), [1], [0]));
        Assert.Throws<ArgumentException>(() => compressor.Compress(Segment("a"), [1], [1.1]));
    }

    private static IReadOnlyList<ThoughtAtRatio> Compress(string text, double[] ratios)
    {
        var thought = Segment(text);
        return new ThoughtCompressor(new PieceTokenizer()).Compress(thought, new RulesScorer().Score([thought])[0], ratios).Ratios;
    }

    private static ThoughtAtRatio Cut(string text, Func<string, float> scoreOfSentence, double ratio)
    {
        var thought = Segment(text);
        var sentences = thought.Units.GroupBy(u => u.Sentence).ToDictionary(g => g.Key, g => string.Concat(g.Select(u => text[u.Start..u.End])));
        return new ThoughtCompressor(new PieceTokenizer()).Compress(thought, thought.Units.Select(u => scoreOfSentence(sentences[u.Sentence])).ToArray(), [ratio]).Ratios[0];
    }

    private static SegmentedThought Segment(string text) => new("", text, UnitDetector.Detect(text));
}
