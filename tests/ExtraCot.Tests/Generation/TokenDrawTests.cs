using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Torch;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Generation;

public class TokenDrawTests
{
    [Fact]
    public void Should_choose_what_the_host_sampler_chooses()
    {
        const int rows = 24, vocabulary = 3000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var logits = randn(rows, vocabulary, generator: generator) * 2;
        var sequences = Enumerable.Range(0, rows).Select(row => new Sequence(new Submission(new GenerationRequest([1], new SamplingOptions
        {
            MaxNewTokens = 2,
            Temperature = row % 4 * .5f,
            Seed = (ulong)row,
            LogProbabilities = true,
        }), row, null, new Lock()), 0)).ToList();
        var draws = sequences.ConvertAll(sequence => Sampler.AsDraw(sequence)!.Value);
        var drawn = TokenDraw.Apply(logits, tensor([.. draws.Select(draw => (double)draw.Temperature), .. draws.Select(draw => draw.Uniform)], [2, rows]));
        var sampler = new Sampler(vocabulary);
        for (var row = 0; row < rows; row++)
        {
            var expected = sampler.Choose(logits[row].data<float>().ToArray(), sequences[row]);
            Assert.Equal(expected.TokenId, drawn[0, row].item<double>());
            Assert.Equal(expected.LogProbability, drawn[1, row].item<double>(), 1e-4);
        }
    }

    [Fact]
    public void Should_leave_filters_to_the_host()
    {
        static Draw? Of(SamplingOptions options) => Sampler.AsDraw(new Sequence(new Submission(new GenerationRequest([1], options), 0, null, new Lock()), 0));
        var plain = new SamplingOptions { MaxNewTokens = 1, Temperature = .7f };
        Assert.NotNull(Of(plain));
        SamplingOptions[] filtered =
        [
            plain with { TopK = 5 }, plain with { TopP = .9f }, plain with { MinP = .1f }, plain with { RepetitionPenalty = 1.1f },
            plain with { TopLogProbabilities = 1 }, plain with { ForcedTokens = [1] }, plain with { AllowedFirstTokens = [1] },
        ];
        Assert.All(filtered, options => Assert.Null(Of(options)));
    }
}
