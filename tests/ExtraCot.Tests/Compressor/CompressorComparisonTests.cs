using ExtraCot.Compression;
using ExtraCot.Compressor;
using ExtraCot.Tests.Compression;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compressor;

public sealed class CompressorComparisonTests
{
    private const string Text = "We know that $a = 3$ and $b = 4$. So so we have $a + b = 7$. Then $a + b = 7$ again. The answer is $7$.";

    [Fact]
    public void Should_count_what_is_left_of_formulas_equations_and_numbers()
    {
        // Kept: "$a = 3$", half of "$b = 4$", and the last sentence.
        var quality = Measure("We know $a = 3$ $b =. The answer is $7$.", "We know", "$a = 3$", "$b =", ". The answer is $7$.");
        Assert.Equal((3, 2), (quality.TouchedFormulas, quality.IntactFormulas));
        Assert.Equal((3, 1), (quality.Equations, quality.KeptEquations)); // a = 3, b = 4, a + b = 7
        Assert.Equal((3, 1), (quality.Numbers, quality.KeptNumbers)); // 3, 4, 7
        Assert.Equal((1, 1), (quality.Answered, quality.StillAnswered));
    }

    [Fact]
    public void Should_tell_that_the_answer_is_lost_and_a_word_repeats()
    {
        var quality = Measure("So so so we have", "So so we have");
        Assert.Equal((1, 0, 5, 1), (quality.Answered, quality.StillAnswered, quality.Words, quality.RepeatedWords));
    }

    [Fact]
    public void Should_compare_with_the_units_the_teacher_keeps()
    {
        var quality = Measure("The answer is $7$.", "The answer is $7$.");
        Assert.Equal((5, 5, 5), (quality.RightUnits, quality.KeptUnits, quality.TeacherUnits));
    }

    [Fact]
    public void Should_give_a_row_for_each_compressor_and_ratio_on_the_questions_of_one_part()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $$"""{"question":"number {{i}}?","response":"{{Text}} And {{i}} + 1 = {{i + 1}} too. The answer is {{i + 1}}.","gold":"{{i + 1}}"}""" + "\n")));
        var rows = CompressorComparison.Run([file], DataPart.Test, ["rules", "random"], new PieceTokenizer(), [0.3, 0.6], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([("rules", 0.3), ("rules", 0.6), ("random", 0.3), ("random", 0.6)], rows.Select(row => (row.Compressor, row.Ratio)));
        Assert.Equal((1, 1, 1), (rows[0].KeepF1, rows[0].AnswerRetention, rows[0].FormulaIntactness));
        Assert.InRange(rows[2].KeepF1, 0, 0.9);
        Assert.Equal(6, CompressorComparison.Table(rows).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("no traces of the test part", Assert.Throws<InputException>(() => CompressorComparison.Run([folder.Write("no.jsonl", "")], DataPart.Test, ["rules"], new PieceTokenizer(), [0.5], cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Should_cut_questions_into_two_thirds_and_one_whatever_their_spacing()
    {
        var parts = Enumerable.Range(0, 6000).Select(i => QuestionSplit.Of($"What is {i} + {i * 7}?")).ToList();
        Assert.InRange(parts.Count(part => part == DataPart.Test) / 6000.0, .32, .35);
        Assert.InRange(parts.Count(part => part == DataPart.Validation) / 6000.0, .055, .08);
        Assert.Equal(QuestionSplit.Of("What is  $3 + 4$?"), QuestionSplit.Of("what is 3+4"));
    }

    private static TraceQuality Measure(string text, params string[] kept)
    {
        var at = 0;
        var cut = new ThoughtAtRatio(.5, text, 1, .5, [.. kept.Select(part =>
        {
            var start = Text.IndexOf(part.TrimStart('.', ' '), at, StringComparison.Ordinal);
            at = start + part.TrimStart('.', ' ').Length;
            return (start, at);
        })], null);
        var last = Text.IndexOf("The answer", StringComparison.Ordinal);
        return TraceQuality.Of(new SegmentedThought("", Text, UnitDetector.Detect(Text)), "7", cut, cut with { Kept = [(last, Text.Length)] });
    }
}
