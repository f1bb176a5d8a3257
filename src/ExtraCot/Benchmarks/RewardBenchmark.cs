using System.Net.Http.Json;
using System.Text.Json;
using ExtraCot.Chrpo;
using ExtraCot.Serving;
using ExtraCot.Text;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Benchmarks;

/// <summary>How many rewards a second the reward service gives over loopback HTTP, client and server on the same processors.</summary>
public static class RewardBenchmark
{
    private const int BatchSize = 256, Batches = 8, Clients = 2;

    /// <summary>The figures of <c>extracot bench reward --json</c>.</summary>
    /// <param name="RewardsPerSecond">Best of at least five rounds.</param>
    /// <param name="TokensPerResponse">Mean think tokens of the scored responses.</param>
    /// <param name="CalibrationMilliseconds">A fixed loop beside it.</param>
    public sealed record Result(double RewardsPerSecond, double TokensPerResponse, double CalibrationMilliseconds)
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

        /// <summary>One JSON object.</summary>
        public string ToJson() => JsonSerializer.Serialize(this, Json);

        /// <summary>One line.</summary>
        public string ToText() => $"{RewardsPerSecond:f0} rewards/s, responses of {TokensPerResponse:f0} think tokens on average; calibration loop {CalibrationMilliseconds:f1} ms";
    }

    /// <summary>Scores small-world responses in OpenRLHF's protocol.</summary>
    public static Result Run(CancellationToken cancellation)
    {
        var folder = ShippedModels.Find("small-base");
        var tokenizer = Text.Tokenization.TokenizerFile.Load(folder);
        var random = SeededRandom.For(1, "bench-reward");
        var problems = Enumerable.Range(0, BatchSize).Select(_ => ProblemGenerator.Next(random, heldOut: false, random.Next(2, 5))).ToList();
        var body = JsonSerializer.Serialize(new
        {
            query = problems.Select(problem => $"<bos><user>{problem.Question}<COMP_POLICY><assistant><COMP_100><think>{problem.Thought}</think>\\boxed{{{problem.Answer}}}<eos>"),
            labels = problems.Select(problem => $$"""{"gold":"{{problem.Answer}}","r_star":0.4,"l_ref":400,"v_ref":4}"""),
        });
        using var service = new Service(folder);
        using var http = new HttpClient { BaseAddress = service.Address };
        void Post() => Parallel.For(0, Batches, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellation }, _ =>
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = http.PostAsync("get_reward", content, cancellation).GetAwaiter().GetResult();
            var rewards = answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellation).GetAwaiter().GetResult().GetProperty("rewards");
            if (rewards.GetArrayLength() != BatchSize) throw new InvalidDataException($"{rewards.GetArrayLength()} rewards for {BatchSize} responses");
        });
        var seconds = BestOf.Five(cancellation, Post)[0];
        return new Result(BatchSize * Batches / seconds, problems.Average(problem => tokenizer.Encode(problem.Thought).Length), ExtraCot.Benchmarks.Calibration.Milliseconds());
    }

    // Benchmarks are plain synchronous code.
    private sealed class Service : IDisposable
    {
        private readonly ServingHost host;

        public Service(string tokenizer)
        {
            host = RewardServer.Create(tokenizer, new RewardOptions { Mode = new() }, new ServingOptions { Port = 0, MaxBodyBytes = 64 << 20 });
            host.StartAsync().GetAwaiter().GetResult();
        }

        public Uri Address => host.Address;

        public void Dispose()
        {
            host.StopAsync().GetAwaiter().GetResult();
            host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
