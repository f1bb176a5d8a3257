using System.Collections.Concurrent;
using ExtraCot.Nn.Generation;
using Xunit;

namespace ExtraCot.Tests.Generation;

public class GenerationServiceTests
{
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;

    private static InferenceEngine Engine(int rows = 4, int threads = 2) =>
        InferenceEngine.For(SimdModels.SmallBase.Value, new EngineOptions { Rows = rows, Threads = threads });

    private static GenerationRequest Request(int i, int tokens = 30) => new(
        [1, 3, .. Enumerable.Range(0, 5 + i * 7 % 100).Select(t => 10 + (t * 17 + i * 5) % 230), 4, 5],
        new SamplingOptions { MaxNewTokens = tokens, Temperature = i % 2, Seed = (ulong)i, LogProbabilities = true })
    { Samples = 1 + i % 3 };

    [Fact]
    public async Task Should_answer_as_a_whole_call_does_whenever_requests_come()
    {
        var requests = Enumerable.Range(0, 60).Select(i => Request(i)).ToList();
        using var engine = Engine();
        var expected = engine.Generate(requests, cancellation: Test);
        using var service = new GenerationService(engine);
        var answers = new Task<IReadOnlyList<GenerationResult>>[requests.Count];
        await Parallel.ForAsync(0, requests.Count, Test, async (i, _) =>
        {
            await Task.Delay(i % 7, Test);
            answers[i] = service.Submit(requests[i]);
        });
        for (var i = 0; i < requests.Count; i++)
        {
            var actual = await answers[i];
            Assert.Equal(expected[i].Select(sample => sample.TokenIds), actual.Select(sample => sample.TokenIds));
            Assert.Equal(expected[i].Select(sample => sample.LogProbabilities), actual.Select(sample => sample.LogProbabilities));
        }
        Assert.Equal((0, 0), (service.Waiting, service.Open));
    }

    [Fact]
    public async Task Should_report_each_token_before_the_answer_is_complete()
    {
        using var engine = Engine();
        using var service = new GenerationService(engine);
        var reported = new ConcurrentQueue<GeneratedToken>();
        var answer = await service.Submit(Request(4), reported.Enqueue);
        foreach (var (sample, result) in answer.Index())
            Assert.Equal(result.TokenIds, reported.Where(token => token.Sample == sample).Select(token => token.TokenId));
        Assert.Equal(answer.Count, reported.Count(token => token.FinishReason is not null));
    }

    [Fact]
    public async Task Should_free_the_row_of_a_cancelled_request()
    {
        using var engine = Engine(rows: 1, threads: 1);
        using var service = new GenerationService(engine);
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var endless = service.Submit(new([1, 3, 4, 5], new() { MaxNewTokens = 900 }) { Cancellation = cancel.Token }, _ => begun.TrySetResult());
        await begun.Task;
        var next = service.Submit(Request(2, tokens: 5));
        await cancel.CancelAsync();
        Assert.Equal(FinishReason.Cancelled, (await endless)[0].FinishReason);
        Assert.Equal(5, (await next)[0].TokenIds.Count);
    }

    [Fact]
    public async Task Should_begin_requests_in_the_order_they_came()
    {
        using var engine = Engine(rows: 1, threads: 1);
        using var service = new GenerationService(engine);
        var order = new ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => service.Submit(Request(3 * i, tokens: 3), _ => order.Enqueue(i))));
        Assert.Equal(Enumerable.Range(0, 20), order.Distinct());
    }

    [Fact]
    public async Task Should_let_clients_take_turns_however_much_one_of_them_sends()
    {
        using var engine = Engine(rows: 1, threads: 1);
        using var service = new GenerationService(engine);
        using var sent = new ManualResetEventSlim();
        var order = new ConcurrentQueue<string>();
        Task Ask(string client, int i) => service.Submit(Request(3 * i, tokens: 2) with { Client = client }, token =>
        {
            sent.Wait(Test);
            if (token.FinishReason is null) order.Enqueue($"{client}{i}");
        });
        List<Task> answers = [Ask("a", 0)];
        while (service.Waiting > 0) await Task.Delay(1, Test); // it has begun, and holds the row
        answers.AddRange([.. Enumerable.Range(1, 6).Select(i => Ask("a", i)), Ask("b", 0), Ask("b", 1), Ask("c", 0)]);
        sent.Set();
        await Task.WhenAll(answers);
        Assert.Equal(["a0", "a1", "b0", "c0", "a2", "b1", "a3", "a4", "a5", "a6"], order);
    }

    [Fact]
    public async Task Should_say_what_it_failed_of_and_leave_nobody_waiting()
    {
        using var engine = new InferenceEngine(new BrokenBackend(), new EngineOptions { Rows = 2 });
        using var service = new GenerationService(engine);
        var failed = await Assert.ThrowsAsync<NotSupportedException>(() => service.Submit(new([1], new() { MaxNewTokens = 5 })));
        Assert.Same(failed, service.Failure);
        Assert.Same(failed, Assert.Throws<InvalidOperationException>(() => { _ = service.Submit(new([1], new() { MaxNewTokens = 5 })); }).InnerException);
        Assert.Equal((0, 0), (service.Waiting, service.Open));
    }

    [Fact]
    public async Task Should_end_only_the_request_whose_listener_fails()
    {
        using var engine = Engine();
        using var service = new GenerationService(engine);
        var failing = service.Submit(Request(1), _ => throw new FormatException("listener"));
        var healthy = service.Submit(Request(2));
        Assert.Equal("listener", (await Assert.ThrowsAsync<FormatException>(() => failing)).Message);
        Assert.Equal(30, (await healthy)[0].TokenIds.Count);
    }

    [Fact]
    public async Task Should_finish_what_runs_when_drained_and_take_no_more()
    {
        using var engine = Engine();
        using var service = new GenerationService(engine);
        var answers = Enumerable.Range(0, 12).Select(i => service.Submit(Request(i))).ToList();
        var drained = service.DrainAsync();
        Assert.Throws<InvalidOperationException>(() => { _ = service.Submit(Request(1)); });
        await drained;
        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Should_cancel_everything_when_disposed()
    {
        using var engine = Engine(rows: 1, threads: 1);
        var service = new GenerationService(engine);
        var answers = Enumerable.Range(0, 5).Select(_ => service.Submit(new([1, 3, 4, 5], new() { MaxNewTokens = 900 }))).ToList();
        service.Dispose();
        foreach (var answer in answers) Assert.Equal(FinishReason.Cancelled, (await answer)[0].FinishReason);
    }

    [Fact]
    public void Should_refuse_what_exceeds_the_context()
    {
        using var engine = InferenceEngine.For(SimdModels.SmallBase.Value, new EngineOptions { ContextLength = 64 });
        using var service = new GenerationService(engine);
        Assert.Equal(64, service.ContextLength);
        Assert.Contains("64", Assert.Throws<ArgumentException>(() => { _ = service.Submit(new([1, 3], new() { MaxNewTokens = 63 })); }).Message, StringComparison.Ordinal);
    }
}
