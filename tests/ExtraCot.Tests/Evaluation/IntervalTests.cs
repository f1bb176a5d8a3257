using ExtraCot.Evaluation;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class IntervalTests
{
    [Theory] // By hand from (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    [InlineData(8, 10, 0.490162, 0.943318)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(19, 40, 0.329355, 0.625026)]
    public void Should_give_wilsons_interval(int successes, int trials, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, trials);
        Assert.Equal(low, interval.Low, 5e-7);
        Assert.Equal(high, interval.High, 5e-7);
    }

    [Theory]
    [InlineData(1, 5, 14 / 64.0)] // 2 (1 + 6) / 2^6
    [InlineData(0, 5, 2 / 32.0)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 0, 1)]
    public void Should_give_mcnemars_exact_probability(int onlyFirst, int onlySecond, double expected)
    {
        bool[] first = [.. Enumerable.Repeat(true, onlyFirst), .. Enumerable.Repeat(false, onlySecond), true, false];
        bool[] second = [.. Enumerable.Repeat(false, onlyFirst), .. Enumerable.Repeat(true, onlySecond), true, false];
        var test = McNemarTest.Of(first, second);
        Assert.Equal((onlyFirst, onlySecond), (test.OnlyFirst, test.OnlySecond));
        Assert.Equal(expected, test.PValue, 1e-12);
    }

    [Fact] // The mean of resampled zeros and ones is Binomial(n, share) / n exactly.
    public void Should_agree_with_the_binomial_distribution()
    {
        double[] first = [.. Enumerable.Repeat(1.0, 30), .. Enumerable.Repeat(0.0, 70)];
        var interval = new PairedBootstrap(first, new double[100]).Difference();
        Assert.Equal(BinomialQuantile(100, 0.3, 0.025) / 100.0, interval.Low, 1e-12);
        Assert.Equal(BinomialQuantile(100, 0.3, 0.975) / 100.0, interval.High, 1e-12);
    }

    [Fact]
    public void Should_take_samples_of_one_question_together()
    {
        // Four equal samples a question: the interval is that of the 25 questions, not that of the 100 samples.
        double[] questions = [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(0.0, 15)];
        double[] samples = [.. questions.SelectMany(value => Enumerable.Repeat(value, 4))];
        string[] clusters = [.. Enumerable.Range(0, 100).Select(i => $"{i / 4}")];
        var alone = new PairedBootstrap(questions, new double[25]).Difference();
        Assert.Equal(alone, new PairedBootstrap(samples, new double[100], clusters).Difference());
        Assert.Equal(BinomialQuantile(25, 0.4, 0.025) / 25.0, alone.Low, 1e-12);
    }

    [Fact]
    public void Should_keep_pairs_together()
    {
        double[] second = [1, 5, 9, 13], first = [2, 6, 10, 14];
        Assert.Equal(new Interval(1, 1), new PairedBootstrap(first, second).Difference());
        Assert.Equal(new Interval(0.5, 0.5), new PairedBootstrap([1, 2, 3], [2, 4, 6]).Ratio());
    }

    [Fact]
    public void Should_depend_on_the_seed_alone()
    {
        var random = new SeededRandom(7);
        double[] first = [.. Enumerable.Range(0, 50).Select(_ => random.NextGaussian())];
        PairedBootstrap With(ulong seed) => new(first, new double[50], seed: seed, resamples: 500);
        Assert.Equal(With(3).Difference(), With(3).Difference());
        Assert.NotEqual(With(3).Difference(), With(4).Difference());
    }

    private static int BinomialQuantile(int n, double share, double level)
    {
        double term = Math.Pow(1 - share, n), sum = term;
        var k = 0;
        for (; sum < level; k++)
        {
            term *= (n - k) / (k + 1.0) * share / (1 - share);
            sum += term;
        }
        return k;
    }
}
