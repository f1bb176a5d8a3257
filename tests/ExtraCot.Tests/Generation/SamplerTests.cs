using ExtraCot.Nn.Generation;
using Xunit;

namespace ExtraCot.Tests.Generation;

public class SamplerTests
{
    private static readonly float[] Logits = [.. Enumerable.Range(0, 20).Select(i => MathF.Sin(i * 1.7f) * 2f)];

    private static ChosenToken Choose(SamplingOptions options, int sample = 0, params int[] tokens)
    {
        var sequence = new Sequence(new Submission(new GenerationRequest([1], options), 0, null, new Lock()), sample);
        foreach (var token in tokens) sequence.Append(new(token, 0f, []));
        return new Sampler(Logits.Length).Choose(Logits, sequence);
    }

    [Fact]
    public void Should_draw_with_the_softmax_frequencies()
    {
        const int draws = 40_000;
        var counts = new int[Logits.Length];
        for (var sample = 0; sample < draws; sample++) counts[Choose(new() { MaxNewTokens = 9 }, sample).TokenId]++;
        var total = Logits.Sum(MathF.Exp);
        var chiSquare = counts.Select((count, i) => (count - draws * MathF.Exp(Logits[i]) / total) is var gap ? gap * gap / (draws * MathF.Exp(Logits[i]) / total) : 0).Sum();
        Assert.InRange(chiSquare, 5f, 43.8f); // 19 degrees of freedom: 99.9 % below 43.8; far too even would be as wrong
    }

    [Fact]
    public void Should_draw_by_seed_sample_and_position_alone()
    {
        var options = new SamplingOptions { MaxNewTokens = 9, Seed = 5 };
        var first = Enumerable.Range(0, 50).Select(i => Choose(options, i).TokenId).ToArray();
        Assert.Equal(first, Enumerable.Range(0, 50).Select(i => Choose(options, i).TokenId));
        Assert.NotEqual(first, Enumerable.Range(0, 50).Select(i => Choose(options with { Seed = 6 }, i).TokenId));
        Assert.NotEqual(first, Enumerable.Range(0, 50).Select(i => Choose(options, i, 3).TokenId));
    }

    [Fact]
    public void Should_return_the_models_log_probability_whatever_the_temperature()
    {
        var (token, logProbability, _) = Choose(new() { MaxNewTokens = 9, Temperature = 0.3f, TopK = 3, LogProbabilities = true });
        Assert.Equal(Logits[token] - Math.Log(Logits.Sum(x => Math.Exp(x))), logProbability, 5);
    }

    [Fact]
    public void Should_mask_the_first_position_only_and_renormalise()
    {
        var options = new SamplingOptions { MaxNewTokens = 9, Temperature = 0, AllowedFirstTokens = [4, 7], LogProbabilities = true };
        var best = Logits[4] > Logits[7] ? 4 : 7;
        var (token, logProbability, _) = Choose(options);
        Assert.Equal(best, token);
        Assert.Equal(Logits[best] - Math.Log(Math.Exp(Logits[4]) + Math.Exp(Logits[7])), logProbability, 5);
        Assert.Equal(Array.IndexOf(Logits, Logits.Max()), Choose(options, 0, 4).TokenId);
    }

    [Fact]
    public void Should_force_the_first_tokens_and_give_their_log_probability()
    {
        var options = new SamplingOptions { MaxNewTokens = 9, Temperature = 0, ForcedTokens = [3, 9], LogProbabilities = true };
        Assert.Equal(3, Choose(options).TokenId);
        var (token, logProbability, _) = Choose(options, 0, 3);
        Assert.Equal(9, token);
        Assert.Equal(Logits[9] - Math.Log(Logits.Sum(x => Math.Exp(x))), logProbability, 5);
        Assert.Equal(Array.IndexOf(Logits, Logits.Max()), Choose(options, 0, 3, 9).TokenId);
    }

    [Fact]
    public void Should_penalise_tokens_of_prompt_and_answer()
    {
        var best = Array.IndexOf(Logits, Logits.Max());
        Assert.NotEqual(best, Choose(new() { MaxNewTokens = 9, Temperature = 0, RepetitionPenalty = 5f }, 0, best).TokenId);
    }

    [Fact]
    public void Should_return_the_most_likely_alternatives_best_first()
    {
        var chosen = Choose(new() { MaxNewTokens = 9, Temperature = 0, TopLogProbabilities = 5 });
        var expected = Logits.Index().OrderByDescending(entry => entry.Item).Take(5).ToList();
        Assert.Equal(expected.Select(entry => entry.Index), chosen.Alternatives.Select(alternative => alternative.TokenId));
        Assert.Equal(new TokenLogProbability(chosen.TokenId, chosen.LogProbability), chosen.Alternatives[0]);
    }
}
