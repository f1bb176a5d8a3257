using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Generation;

public class InferenceEngineTests
{
    private static readonly string[] Tied = ["golden", "qwen3-tied"];

    private static int[] Tokens(string model, string name)
    {
        using var golden = new SafetensorsFile(SharedData.Path("golden", model, "golden.safetensors"));
        using var ids = golden.Read(name);
        return [.. ids.data<long>().ToArray().Select(id => (int)id)];
    }

    private static IReadOnlyList<IReadOnlyList<GenerationResult>> Generate(
        InferenceEngine engine, IReadOnlyList<GenerationRequest> requests, Action<GeneratedToken>? onToken = null) =>
        engine.Generate(requests, onToken, TestContext.Current.CancellationToken);

    private static SamplingOptions Greedy(int tokens) => new() { MaxNewTokens = tokens, Temperature = 0 };

    private static List<GenerationRequest> Mixed(int count) => [.. Enumerable.Range(0, count).Select(i => new GenerationRequest(
        [.. Enumerable.Range(0, 3 + i * 7 % 40).Select(t => (t * 31 + i) % 600)],
        new SamplingOptions { MaxNewTokens = 5 + i * 11 % 60, Temperature = i % 3 == 0 ? 0 : 1, Seed = (ulong)i, StopTokens = [i], LogProbabilities = true })
        { Samples = 1 + i % 4 })];

    [Theory]
    [InlineData("qwen3-tied")]
    [InlineData("qwen3-untied")]
    public void Should_continue_greedily_as_the_reference(string model)
    {
        var expected = Tokens(model, "greedy");
        using var engine = SimdModels.Engine(["golden", model]);
        var result = Generate(engine, [new(expected[..48], Greedy(40))])[0][0];
        Assert.Equal(expected[48..], result.TokenIds);
        Assert.Equal(FinishReason.Length, result.FinishReason);
    }

    [Fact]
    public void Should_answer_the_same_whatever_the_batch_and_the_threads()
    {
        var requests = Mixed(40);
        using var single = SimdModels.Engine(Tied, rows: 1, threads: 1);
        using var batched = SimdModels.Engine(Tied, rows: 7, threads: 2);
        var expected = requests.Select(request => Generate(single, [request])[0]).ToList();
        var actual = Generate(batched, requests);
        for (var i = 0; i < requests.Count; i++)
        {
            Assert.Equal(requests[i].Samples, actual[i].Count);
            for (var sample = 0; sample < actual[i].Count; sample++)
            {
                Assert.Equal(expected[i][sample].TokenIds, actual[i][sample].TokenIds);
                Assert.Equal(expected[i][sample].LogProbabilities, actual[i][sample].LogProbabilities);
                Assert.Equal(expected[i][sample].FinishReason, actual[i][sample].FinishReason);
            }
        }
    }

    [Fact]
    public void Should_draw_different_samples_of_one_prompt()
    {
        using var engine = SimdModels.Engine(Tied);
        var samples = Generate(engine, [new([5, 6, 7], new() { MaxNewTokens = 12 }) { Samples = 8 }])[0];
        Assert.Equal(8, samples.Select(sample => string.Join(',', sample.TokenIds)).Distinct().Count());
    }

    [Fact]
    public void Should_end_at_a_stop_token_and_keep_it()
    {
        var greedy = Tokens("qwen3-tied", "greedy");
        var stop = greedy[50];
        using var engine = SimdModels.Engine(Tied);
        var result = Generate(engine, [new(greedy[..48], Greedy(40) with { StopTokens = [stop] })])[0][0];
        Assert.Equal(greedy[48..(Array.IndexOf(greedy, stop, 48) + 1)], result.TokenIds);
        Assert.Equal(FinishReason.Stop, result.FinishReason);
    }

    [Fact]
    public void Should_end_at_a_stop_string_wherever_tokens_cut_it()
    {
        using var engine = InferenceEngine.For(SimdModels.SmallBase.Value);
        var tokenizer = TokenizerFile.Load(Repository.Path("models", "small-base"));
        GenerationRequest request = new(SmallWorld.Problems(1)[0].Prompt, Greedy(200));
        var text = tokenizer.Decode([.. Generate(engine, [request])[0][0].TokenIds]);
        var stop = text[20..27];
        var result = Generate(engine, [request with { Options = request.Options with { StopStrings = new(tokenizer, [stop]) } }])[0][0];
        Assert.Equal((FinishReason.Stop, stop), (result.FinishReason, result.StopString));
        var shorter = tokenizer.Decode([.. result.TokenIds]);
        Assert.StartsWith(text[..text.IndexOf(stop, StringComparison.Ordinal)] + stop, shorter, StringComparison.Ordinal);
        Assert.DoesNotContain(stop, tokenizer.Decode([.. result.TokenIds.SkipLast(1)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_return_alternatives_with_each_token()
    {
        using var engine = SimdModels.Engine(Tied);
        var result = Generate(engine, [new([5, 6, 7], Greedy(6) with { TopLogProbabilities = 3 })])[0][0];
        Assert.All(result.TopLogProbabilities, list => Assert.Equal(3, list.Count));
        Assert.Equal(result.TokenIds, result.TopLogProbabilities.Select(list => list[0].TokenId));
        Assert.Equal(result.LogProbabilities, result.TopLogProbabilities.Select(list => list[0].LogProbability));
    }

    [Fact]
    public void Should_give_the_row_of_a_cancelled_request_to_the_next()
    {
        using var cancel = new CancellationTokenSource();
        using var engine = SimdModels.Engine(Tied, rows: 1, threads: 1);
        var seen = 0;
        var results = Generate(engine,
            [new([1, 2], Greedy(500)) { Cancellation = cancel.Token }, new([3, 4], Greedy(6))],
            token =>
            {
                if (token.Request == 0 && ++seen == 10) cancel.Cancel();
            });
        Assert.Equal(FinishReason.Cancelled, results[0][0].FinishReason);
        Assert.Equal(10, results[0][0].TokenIds.Count);
        Assert.Equal(Generate(engine, [new([3, 4], Greedy(6))])[0][0].TokenIds, results[1][0].TokenIds);
    }

    [Fact]
    public void Should_return_what_is_there_when_all_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var engine = SimdModels.Engine(Tied, rows: 2, threads: 2);
        var requests = Enumerable.Range(0, 20).Select(i => new GenerationRequest([i + 1], Greedy(500)) { Samples = 2 }).ToList();
        var results = engine.Generate(requests, _ => cancel.Cancel(), cancel.Token);
        Assert.All(results.SelectMany(samples => samples), sample => Assert.Equal(FinishReason.Cancelled, sample.FinishReason));
        Assert.Equal(40, results.Sum(samples => samples.Count));
    }

    [Fact]
    public void Should_report_every_token_in_order()
    {
        var reported = new Dictionary<(int, int), List<int>>();
        using var engine = SimdModels.Engine(Tied, rows: 4);
        var results = Generate(engine, Mixed(12), token =>
        {
            if (!reported.TryGetValue((token.Request, token.Sample), out var list)) reported[(token.Request, token.Sample)] = list = [];
            list.Add(token.TokenId);
        });
        for (var i = 0; i < results.Count; i++)
            for (var sample = 0; sample < results[i].Count; sample++)
                Assert.Equal(results[i][sample].TokenIds, reported[(i, sample)]);
    }

    [Fact]
    public void Should_pass_on_a_failure_of_the_callback()
    {
        using var engine = SimdModels.Engine(Tied);
        Assert.Throws<InvalidOperationException>(() => Generate(engine, Mixed(10), _ => throw new InvalidOperationException("stop")));
    }

    [Fact]
    public void Should_name_what_is_wrong_with_a_request()
    {
        using var engine = SimdModels.Engine(Tied);
        void Refused(GenerationRequest request, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Generate(engine, [request])).Message, StringComparison.Ordinal);
        Refused(new([], Greedy(1)), "prompt is empty");
        Refused(new([600], Greedy(1)), "token 600 is outside the vocabulary of 600");
        Refused(new([1], Greedy(512)), "exceed the model's 512 positions");
        Refused(new([1], Greedy(1) with { TopP = 0 }), "TopP is 0");
        Refused(new([1], Greedy(1) with { StopTokens = [-1] }), "token id is -1");
        Refused(new([1], Greedy(1)) { Samples = 0 }, "Samples is 0");
    }

    [Fact]
    public void Should_solve_the_small_world_with_its_base_model()
    {
        var problems = SmallWorld.Problems(200);
        using var engine = SimdModels.Engine(["models", "small-base"]);
        var options = Greedy(700) with { StopTokens = [SmallWorld.Eos] };
        var results = Generate(engine, [.. problems.Select(problem => new GenerationRequest(problem.Prompt, options))]);
        var right = results.Where((samples, i) => SmallWorld.Answer(samples[0].TokenIds) == problems[i].Answer).Count();
        Assert.True(right >= 198, $"{right} of 200 right");
    }
}
