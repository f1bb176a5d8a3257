using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class SampleSelectionTests
{
    private static readonly PromptFormat Format = PromptFormat.For(new PieceTokenizer());

    [Fact]
    public void Should_spread_samples_over_difficulty_with_failures_among_them()
    {
        var samples = SampleSelection.Pick(Mode(null, wrong: []), Mode(0, wrong: [3, 20, 70, 71]));
        Assert.Equal(10, samples.Count);
        Assert.Equal(2, samples.Count(sample => !sample.Right));
        Assert.Equal(samples.OrderBy(sample => sample.Difficulty), samples);
        Assert.True(samples[0].Difficulty < 10 && samples[^1].Difficulty >= 90);
    }

    [Fact]
    public void Should_show_fewer_where_there_are_fewer() =>
        Assert.Equal(4, SampleSelection.Pick(Mode(null, [], count: 4), Mode(0, [1], count: 4)).Count);

    [Fact]
    public void Should_carry_texts_tokens_and_what_was_kept()
    {
        var sample = SampleSelection.Pick(Mode(null, []), Mode(0, []), count: 1).Single();
        Assert.Equal("First we add. $3+4=7$. So it is 7.", sample.BaseThought);
        Assert.Equal(" $3+4=7$.", sample.Thought);
        Assert.Equal(["$3+4=7$."], sample.Kept.Select(range => sample.BaseThought[range.Start..range.End]));
        Assert.Equal((@"\boxed{7}", "7", "0.2"), (sample.Answer, sample.Gold, sample.Choice));
        Assert.True(sample.Tokens < sample.BaseTokens);
        Assert.Null(sample.Fault);
    }

    [Fact]
    public void Should_say_what_is_wrong_with_an_unclosed_thought()
    {
        var endless = new ModeResult(ControlToken.Policy, [new("0", "?", "7", 1)], [Respond([Format.ThinkOpen, .. Format.EncodeThought("and so on")])]);
        var sample = SampleSelection.Pick(Mode(null, [], count: 1), endless).Single();
        Assert.Equal(("thought not closed", null, ""), (sample.Fault, sample.Choice, sample.Answer));
    }

    private static ModeResult Mode(int? ratio, int[] wrong, int count = 100)
    {
        var control = ratio is { } index ? ControlToken.Ratios[index] : null;
        var ids = Format.Response(control, control is null ? "First we add. $3+4=7$. So it is 7." : " $3+4=7$.", Format.Tokenizer.Encode(@"\boxed{7}"));
        return new(control, [.. Enumerable.Range(0, count).Select(i => new MathProblem($"{i}", "What is 3 and 4?", "7", i))],
            [.. Enumerable.Range(0, count).Select(i => Respond(ids) with { Right = !wrong.Contains(i) })]);
    }

    private static Prediction Respond(int[] ids) => Prediction.Of(new GradedResponse(ids, Format.Parse(ids), false), new MathProblem("0", "", "7", 0), "policy", Format);
}
