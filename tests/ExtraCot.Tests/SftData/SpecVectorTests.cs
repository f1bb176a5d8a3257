using ExtraCot.Engines;
using ExtraCot.SftData;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Answers;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.SftData;

/// <summary>
/// The test vectors of the spec of stages 2 and 3, section 10, that concern data. Vectors 6, 7 and 11 describe behaviour that is changed on purpose: punctuation
/// within a thought is not rewritten ("1,,2" would become "1.2"), a leading sign stays, and loops are found by period instead of by overlapping n-grams.
/// </summary>
public class SpecVectorTests
{
    [Theory] // vectors 1 and 2
    [InlineData(new[] { 34447, 35913, 14785, 4354, 1443 }, 15000, new[] { 3389, 3390, 3389, 3389, 1443 })]
    [InlineData(new[] { 10, 100, 5, 0, 3 }, 40, new[] { 10, 22, 5, 0, 3 })]
    [InlineData(new[] { 3, 0 }, 40, new[] { 3, 0 })]
    public void Should_share_a_target_out_over_buckets(int[] supplies, int target, int[] expected) => Assert.Equal(expected, LengthQuota.Allocate(supplies, target));

    [Theory] // vector 2; 4070 itself belongs to the last bucket, as in section 1.6
    [InlineData(4069, 4)]
    [InlineData(4070, 4)]
    [InlineData(512, 1)]
    [InlineData(511, 0)]
    [InlineData(0, 0)]
    public void Should_find_the_bucket_of_a_length(int length, int bucket) => Assert.Equal(bucket, LengthQuota.Bucket(length, new SelectOptions().Edges));

    [Theory] // vector 3
    [InlineData(.26, null)]
    [InlineData(.25, .2)]
    [InlineData(.15, .2)] // lost in the reference by binary fractions
    [InlineData(.44, .4)]
    [InlineData(.149, null)]
    [InlineData(.9, null)]
    public void Should_assign_an_actual_ratio_to_the_grid(double actual, double? expected) => Assert.Equal(expected, Rebucket.Nearest(actual, .05));

    [Theory] // vector 3
    [InlineData(new[] { .23, .19 }, new[] { .19 })]
    [InlineData(new[] { .27, .21 }, new[] { .21 })]
    [InlineData(new[] { .44, .16 }, new[] { .16, .44 })]
    [InlineData(new[] { .22, .18 }, new[] { .18 })] // equally near: the shorter
    public void Should_keep_one_cut_a_ratio(double[] actual, double[] kept) =>
        Assert.Equal(kept, Rebucket.Assign([.. actual.Select(ratio => new Cut(.5, $"{ratio}", (int)(100 * ratio), ratio))], .05).Select(pair => pair.Cut.ActualRatio));

    [Fact] // vector 5; the policy token is written <COMP_POLICY>, <COMP_AUTO> is read as the same
    public void Should_put_the_cut_thought_into_the_response_and_leave_the_visible_part()
    {
        var format = QwenFormat();
        var item = new SftItem
        {
            Id = "a",
            Key = "k",
            Group = "g",
            Part = SplitPart.Policy,
            Question = "Q",
            Gold = "5",
            Thought = "long long",
            Visible = "\n\nAns \\boxed{5}",
            ThinkTokens = 2,
            Cuts = [new Cut(.2, "short", 1, .2)],
        };
        var sample = new SampleWriter(format).Sample(item, ControlToken.Policy, 0);
        Assert.Equal("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nPlease reason step by step, and put your final answer within \\boxed{}.\nQ <COMP_POLICY><|im_end|>\n<|im_start|>assistant\n", sample.Prompt);
        Assert.Equal("<COMP_20>\n<think>\nshort\n</think>\n\nAns \\boxed{5}<|im_end|>", sample.Completion);
        var training = sample.Encode(format);
        Assert.Equal([.. format.Prompt("Q", ControlToken.Policy), .. format.Response(ControlToken.Ratios[0], "short", format.Tokenizer.Encode(item.Visible))], training.Ids);
        Assert.Equal(format.RatioIds[0], training.Ids[training.ResponseStart]);
        Assert.Same(ControlToken.Policy, ControlToken.Parse("<COMP_AUTO>"));
    }

    [Theory] // vector 8
    [InlineData(@"\boxed{1} \boxed{\frac{1}{2}} end", @"\frac{1}{2}")]
    [InlineData(@"\boxed{1} \boxed{\frac{1}{2}} \boxed{3", @"\frac{1}{2}")]
    [InlineData(@"\boxed{3", "")]
    public void Should_take_the_last_complete_box(string text, string answer) => Assert.Equal(answer, AnswerExtractor.Extract(text).Text);

    [Fact] // vector 9; tokens are the student's here, so they are given
    public void Should_drop_bad_samples_by_their_first_reason()
    {
        var filter = new QualityFilter(new FilterOptions());
        string Distinct(int count) => string.Join(' ', Enumerable.Range(0, count).Select(Letters));
        Assert.Equal("short", filter.Reason(Distinct(79), 79, 0, ratio: 1));
        Assert.Equal("short", filter.Reason(Distinct(99), 99, 0, ratio: 0));
        Assert.Null(filter.Reason(Distinct(100), 100, 0, ratio: 0));
        Assert.Equal("n-grams repeated", filter.Reason(string.Join(' ', Enumerable.Repeat("alpha beta gamma delta", 30)), 120, 0, ratio: 4));
        Assert.Equal("run of one word", filter.Reason($"{string.Join(' ', Enumerable.Repeat("so", 12))} {Distinct(120)}", 132, 0, ratio: 0));
    }

    [Theory] // vector 10
    [InlineData(new[] { 0, 1, 0, 1, 0, 1 }, 1, 1, 1 / 3.0, .5, 1)]
    [InlineData(new[] { 0, 0, 0, 1 }, 2 / 3.0, 0, .5, .75, 3)]
    public void Should_profile_repetition(int[] words, double pairs, double triples, double distinct, double top, int run)
    {
        var profile = RepetitionProfile.Of(words);
        Assert.Equal((pairs, triples, distinct, top, run), (profile.Bigrams, profile.Trigrams, profile.DistinctShare, profile.TopWord, profile.WordRun));
    }

    [Fact] // vector 11, changed: the reference misses "a b" six times
    public void Should_find_loops_of_any_period_and_leave_columns_of_numbers()
    {
        var filter = new QualityFilter(new FilterOptions { MinTokens = [0, 0, 0, 0, 0], TopWord = [2, 2, 2, 2, 2], Bigrams = [2, 2, 2, 2, 2] });
        Assert.Equal("loop", filter.Reason(string.Join(' ', Enumerable.Repeat("a b", 8)), 16, 0, ratio: 4));
        Assert.Null(filter.Reason(string.Join(' ', Enumerable.Repeat("a b", 6)), 12, 0, ratio: 4)); // 12 words are no loop yet
        Assert.Null(filter.Reason(string.Join(' ', Enumerable.Range(0, 25).Select(i => $"{i} squared is {i * i}")), 100, 0, ratio: 4));
    }

    [Fact]
    public void Should_ask_for_the_numbers_and_formulas_of_the_whole_thought()
    {
        var filter = new QualityFilter(new FilterOptions { MinTokens = [0, 0, 0, 0, 0], TopWord = [2, 2, 2, 2, 2], Bigrams = [2, 2, 2, 2, 2] });
        var whole = string.Join(". ", Enumerable.Range(10, 20).Select(i => $"{Letters(i)} {Letters(i + 30)} is ${i} + {i} = {2 * i}$"));
        Assert.Null(filter.Reason([("a b c d $10 + 10 = 20$ e $11 + 11 = 22$ f $12 + 12 = 24$ g $13 + 13 = 26$ h $14 + 14 = 28$", 30), (whole, 300)]));
        Assert.Equal("0.2: anchors lost", filter.Reason([("only words are left of it all", 30), (whole, 300)]));
    }

    [Theory] // vector 12
    [InlineData("<COMP_0.8>", 3)]
    [InlineData("<COMP_1>", 4)]
    [InlineData("<COMP_50>", 1)]
    [InlineData("<COMP_30>", 0)]
    [InlineData("<COMP_AUTO>", null)]
    [InlineData("0.6", 2)]
    [InlineData(null, null)]
    public void Should_read_a_budget(string? token, int? ratio) => Assert.Equal(ratio, PolicyTargets.Snap(token));

    [Fact] // vector 12
    public void Should_share_policy_samples_out() => Assert.Equal([1800, 2400, 2600, 2200, 1000], PolicyTargets.Quotas(10_000, new MixOptions().PolicyShares));

    [Theory] // vector 17, in the text form of the chat endpoint
    [InlineData("0.2", "\nQ <COMP_20>")]
    [InlineData("1.0", "\nQ <COMP_100>")]
    [InlineData("policy", "\nQ <COMP_POLICY>")]
    [InlineData("none", "\nQ")]
    public void Should_ask_by_control_token(string control, string end) =>
        Assert.Equal(@"Please reason step by step, and put your final answer within \boxed{}." + end, PromptFormat.UserText("Q", new GenerateOptions { Control = control }.ControlToken()));

    private static string Letters(int number) => $"w{(char)('a' + number % 26)}{(char)('a' + number / 26 % 26)}";

    internal static PromptFormat QwenFormat()
    {
        using var folder = new TemporaryFolder();
        TokenizerFile.AddTokens(SharedData.Path("tokenizers", "qwen3"), folder.PathOf("tokenizer.json"), [.. ControlToken.All.Select(token => token.Text)]);
        return PromptFormat.For(TokenizerFile.Load(folder.PathOf("tokenizer.json")));
    }
}
