using ExtraCot.Compression;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

/// <summary>
/// The reference's test vectors T1–T33 as far as they concern units, selection and rebuilding. Not here, and why:
/// <c>spec-vectors.md</c> says where the others are and why some do not apply.
/// </summary>
public class SpecVectorTests
{
    // Punctuation is a unit of its own here, and glued formulas are two units; otherwise as the reference's.
    [Theory]
    [InlineData("a", "We have $x^2+1=0$, so $x=i$.", "We|have|$x^2+1=0$|,|so|$x=i$|.")]
    [InlineData("b", @"$$a+b$$ then $c$ and \(d\) and \[e\]", @"$$a+b$$|then|$c$|and|\(d\)|and|\[e\]")]
    [InlineData("d", "nth: $n$th term", "nth|:|$n$|th|term")]
    [InlineData("e", @"let \(a\)\(b\) go", @"let|\(a\)|\(b\)|go")]
    [InlineData("g", "multi $a\n\nb$ line", "multi|$a\n\nb$|line")]
    [InlineData("i", "price $5 only", "price|$5|only")]
    [InlineData("n", "a\u00a0b c\u3000d", "a|b|c|d")]
    public void Should_cut_T1_into_units(string example, string text, string units) =>
        Assert.Equal((example, units), (example, string.Join('|', UnitDetector.Detect(text).Select(u => text[u.Start..u.End].Trim()))));

    [Theory]
    [InlineData("The value 3. 14 holds. Then", 2)]
    [InlineData("Dr. No. 5 is", 1)]
    [InlineData("$x.y$ is one", 1)]
    [InlineData("see e.g. this", 1)]
    [InlineData("see Fig. 3). Thus", 2)]
    [InlineData("ratio 3 : 4 here: yes", 1)] // on purpose: a colon ends a clause, no sentence
    public void Should_cut_T17_into_sentences(string text, int sentences) => Assert.Equal(sentences, UnitDetector.Detect(text)[^1].Sentence + 1);

    [Theory]
    [InlineData("So 2 + 3 = 5, which is fine.", "2 + 3 = 5")]
    [InlineData("let a^2 + b^2 = c^2 hold", "a^2 + b^2 = c^2")]
    [InlineData("f(x) = x^2 + 3x - 1. Then", "f(x) = x^2 + 3x - 1")]
    [InlineData("1,234 + 5,678 = 6,912", "1,234 + 5,678 = 6,912")]
    [InlineData("x = 1, y = 2", "x = 1|y = 2")]
    [InlineData("10 mod 3 = 1", "10 mod 3 = 1")]
    [InlineData("f(1, 2) = 3", "f(1, 2) = 3")] // the reference cuts the bracket
    [InlineData("he is 5", "")]
    [InlineData("well-known", "")]
    [InlineData("1, 2, 4, 8", "")]
    [InlineData("ratio 3:4", "")]
    [InlineData("x_1 + x_2", "x_1 + x_2")] // the reference knows names of one letter only
    [InlineData("gcd of 144 and 18, 23", "")] // a list of numbers in prose is words here
    [InlineData("16*30 is 480, plus", "16*30")] // signs make a formula, "is" does not
    public void Should_find_the_formulas_of_T20(string text, string formulas) =>
        Assert.Equal(formulas, string.Join('|', UnitDetector.Detect(text).Where(u => u.Kind == UnitKind.Equation).Select(u => text[u.Start..u.End].Trim())));

    [Theory]
    [InlineData("x + y = 12", "x + y = 12", "x + y = 12")] // T23: an equation is kept whole or not at all
    [InlineData("First A.\n\nThen B.", "First A . Then B", "First A.\n\nThen B.")] // T24: the break stays, the sentence is closed
    [InlineData("Final Answer: \\boxed{42} ok", "\\boxed{42}", "\\boxed{42}")] // T25: the box with what is in it
    public void Should_rebuild_T23_to_T25(string text, string kept, string rebuilt)
    {
        var thought = new SegmentedThought("", text, UnitDetector.Detect(text));
        var layout = new ThoughtLayout(thought, new float[thought.Units.Count], new PieceTokenizer().EncodeWithOffsets(text));
        var selected = thought.Units.Select(u => kept == text || kept.Split(' ').Contains(text[u.Start..u.End].Trim())).ToArray();
        var readable = new ReadableText(layout);
        Assert.Equal(rebuilt, readable.Rebuild(readable.Tidy(selected, new bool[selected.Length])));
    }

    [Theory] // T18: the reference filters whole thoughts by its unmatched marks; here they make no formula
    [InlineData("$x$ ok", "$x$")]
    [InlineData("plain", "")]
    [InlineData("$$x$$ and $$", "$$x$$")]
    [InlineData("$x ok", "")]
    [InlineData("cost $5", "")]
    [InlineData("$$a $b$ c$$", "$$a $b$ c$$")]
    [InlineData(@"\(x ok", "")]
    [InlineData(@"\(x\) ok", @"\(x\)")]
    public void Should_find_the_formulas_of_T18(string text, string formulas) =>
        Assert.Equal(formulas, string.Join('|', UnitDetector.Detect(text).Where(u => u.Kind == UnitKind.Formula).Select(u => text[u.Start..u.End].Trim())));

    [Fact] // T26: a byte-level tokenizer has several pieces for a character; units have it whole, and blanks cost nothing of their own
    public void Should_never_keep_a_part_of_a_character()
    {
        const string text = "ℤ is  the set 😀 of ½ of all integers ℤ here. The answer is ℤ.";
        var thought = new SegmentedThought("", text, UnitDetector.Detect(text));
        Assert.Equal("ℤ|is|the", string.Join('|', thought.Units.Take(3).Select(u => text[u.Start..u.End].Trim())));
        var scores = thought.Units.Select((_, i) => i * 7 % 5 / 5f).ToArray();
        var cuts = new ThoughtCompressor(TokenizerFile.Load(Repository.Path("models", "compressor-math"))).Compress(thought, scores, [.1, .2, .3, .4, .5, .6, .7, .8, .9]).Ratios;
        Assert.All(cuts, cut => Assert.DoesNotContain('\ufffd', cut.Text));
        Assert.All(cuts.SelectMany(cut => cut.Kept), range => Assert.True(!char.IsLowSurrogate(text[range.Start]) && !char.IsHighSurrogate(text[range.End - 1])));
        Assert.Contains(cuts, cut => cut.Text.Contains('ℤ', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("abc\\n\\nThe final answer is: 5", "abc\n\nThe final answer is: 5")] // on purpose: without tags all is thought, and the final statement stays
    [InlineData("<think>\\n a \\n</think> b", "a")]
    [InlineData("  no tags ", "no tags")]
    [InlineData("<think>a</think><think>b</think>", "a")]
    public void Should_take_the_thought_of_T27(string response, string thought)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""{"response":"{{response}}"}""");
            Assert.Equal(thought, Assert.Single(TraceFile.Read(file)).Trace!.Thought);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
