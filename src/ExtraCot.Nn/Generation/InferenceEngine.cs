using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Generation.Torch;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;

namespace ExtraCot.Nn.Generation;

/// <summary>
/// Generates token sequences with continuous batching. On the CPU a model that computes in float32 (whatever type its weights are stored in) runs
/// through own vector kernels on every processor, where an answer is the same bits in any company; everything else runs through torch on the caller's thread. One call, or one <see cref="GenerationService"/>, at a time.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private readonly IDecodeBackend backend;
    private readonly EngineOptions options;

    internal InferenceEngine(IDecodeBackend backend, EngineOptions? options = null)
    {
        this.backend = backend;
        this.options = options ?? new EngineOptions();
    }

    /// <summary>An engine over a model, which must outlive it.</summary>
    /// <param name="model">Its weights are read now and at every <see cref="Refresh"/>.</param>
    /// <param name="options">Limits; default <see cref="EngineOptions"/>.</param>
    public static InferenceEngine For(Qwen3Model model, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        return new(SimdBackend.Supports(model) ? new SimdBackend(model, threads) : new TorchBackend(model), options);
    }

    /// <value>Whether steps on a GPU are recorded and replayed here (CUDA graphs); that decides their speed.</value>
    public static bool RecordsSteps => CudaGraph.Works;

    /// <value>Why they are not; null where they are, or nothing was tried.</value>
    public static string? RecordingProblem => CudaGraph.Problem;

    /// <summary>Takes over the weights the model has now, after a trainer changed them; never while <see cref="Generate"/> runs. A small model's are copied, about 1 ms for each million parameters, a large one's read where they are.</summary>
    public void Refresh() => backend.Refresh();

    /// <summary>Runs all requests to their end and blocks until then.</summary>
    /// <param name="requests">Begun in this order.</param>
    /// <param name="onToken">Told of each token as it is chosen, from the engine's threads but never from two at once. It should return quickly.</param>
    /// <param name="cancellation">Ends everything; what was generated so far is returned with <see cref="FinishReason.Cancelled"/>.</param>
    /// <returns>For each request, in order, its samples.</returns>
    /// <exception cref="ArgumentException">A request does not fit the model, or not one row fits the cache memory; nothing was generated.</exception>
    public IReadOnlyList<IReadOnlyList<GenerationResult>> Generate(
        IReadOnlyList<GenerationRequest> requests, Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default)
    {
        foreach (var request in requests) request.Validate(backend.Vocabulary, backend.MaxPositions);
        if (requests.Count == 0) return [];
        var reporting = new Lock();
        var submissions = requests.Select((request, index) => new Submission(request, index, onToken, reporting)).ToList();
        var samples = requests.Sum(request => request.Samples);
        var threads = Math.Min(backend.Threads, samples);
        var capacity = requests.Max(request => request.MaxLength);
        var create = Plan(capacity, (samples + threads - 1) / threads, threads);
        var queue = new RequestQueue();
        foreach (var submission in submissions) queue.Add(submission, parts: requests.Count < threads ? threads : 1);
        queue.Close();
        Workers.Run(threads, stop =>
        {
            using var runner = create();
            new Scheduler(runner, queue, new Sampler(backend.Vocabulary), stop).Run();
        }, cancellation);
        return [.. submissions.Select(submission => submission.Completion.Result)];
    }

    /// <summary>The parts of a service that runs requests as they come.</summary>
    internal (int ContextLength, IReadOnlyList<Func<IModelRunner>> Runners) PlanService()
    {
        const int defaultContext = 4096;
        var context = Math.Min(options.ContextLength > 0 ? options.ContextLength : defaultContext, backend.MaxPositions);
        return (context, [.. Enumerable.Repeat(Plan(context, int.MaxValue, backend.Threads), backend.Threads)]);
    }

    internal int Vocabulary => backend.Vocabulary;

    /// <inheritdoc/>
    public void Dispose() => backend.Dispose();

    /// <summary>Makes each thread's runner, within the memory for the cache.</summary>
    private Func<IModelRunner> Plan(int capacity, int mostRows, int threads)
    {
        var rows = Math.Min(options.Rows > 0 ? options.Rows : backend.PreferredRows, mostRows);
        var bytes = options.CacheBytes > 0 ? options.CacheBytes : backend.CacheBytes;
        var positions = bytes / (threads * backend.BytesPerPosition);
        if (positions < 2 * capacity) // the prompt row holds one sequence, another row at least one more
            throw new ArgumentException($"Sequences of {capacity} positions do not fit {bytes} bytes of cache; raise CacheBytes or lower the sequence length");
        return () => backend.CreateRunner(rows, capacity, positions);
    }
}
