using ExtraCot.Compression;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

/// <summary>
/// The reference's test vectors T1–T33 as far as they concern units, selection and rebuilding. Not here, and why:
/// T2–T8, T32: prompts, replies and retries of the endpoint annotator. T9–T13: sub-word labels; here units tile the text and labels follow their offsets
/// (UnitTokensTests), nothing is masked or glued. T29: the loss (FocalLossTests).
/// T14–T16: the chunker; thoughts are not cut into chunks here. T18, T19, T21: filters and sampling of the reference's data set. T22: k of n sub-words;
/// here the budget counts tokens of the rebuilt text. T26: parts of characters are never selected. T28, T30, T31: metrics and statistics of the labels.
/// T33: punctuation that selection leaves behind; here none is left (see ThoughtCompressorTests), nor is punctuation within numbers touched.
/// Marked in the reference as defects and different on purpose: examples h, j, k, l, m of T1, the split words of T23, the cut box of T25.
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

    [Theory]
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
