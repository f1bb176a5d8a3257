using System.Diagnostics;
using System.Runtime.InteropServices;
using ExtraCot.Diagnostics;
using ExtraCot.Engines;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>
/// Times generation: first one request at a time, the modes in turn for each question so that a machine that slows down does so for all of them; then
/// all requests at a fixed concurrency. Nothing is judged meanwhile.
/// </summary>
/// <param name="options">What is timed.</param>
/// <param name="problems">The questions.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class LatencyRun(LatencyOptions options, ProblemSet problems, IStageProgress progress)
{
    private readonly Dictionary<string, Timings> timings = [];

    /// <summary>Measures.</summary>
    /// <exception cref="InputException">A question cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public LatencySummary Run(CancellationToken cancellation = default)
    {
        using var model = options.Model.Open();
        using var basis = options.Base?.Open();
        IAnswerEngine EngineOf(EvaluationMode mode) => mode.Name == EvaluationMode.BaseName ? basis! : model;
        foreach (var mode in options.Modes)
        {
            timings[mode.Name] = new Timings();
            Ask(EngineOf(mode), [Request(mode, problems.Problems[0])], new Timings(), cancellation); // compiles what is used, fills caches
        }
        progress.Begin("one at a time", (long)problems.Problems.Count * options.Modes.Count, "requests");
        var done = 0;
        foreach (var problem in problems.Problems)
            foreach (var mode in options.Modes)
            {
                timings[mode.Name].Seconds.Add(Ask(EngineOf(mode), [Request(mode, problem)], timings[mode.Name], cancellation));
                progress.Report(++done);
            }
        progress.End();
        var results = options.Modes.Select(mode => Throughput(EngineOf(mode), mode, cancellation)).ToList();
        var baseName = results.Select(result => result.Mode).FirstOrDefault(name => name is EvaluationMode.BaseName or EvaluationMode.NoneName);
        var reference = results.Find(result => result.Mode == baseName);
        return new(problems.Name, $"{CpuFacts.Read().Name}, {Environment.ProcessorCount} threads, {RuntimeInformation.OSDescription}", options.Concurrency, baseName,
            [.. results.Select(result => reference is null || result == reference ? result : Against(result, reference))]);
    }

    private LatencyResult Against(LatencyResult result, LatencyResult reference) => result with
    {
        SpeedUp = reference.RequestP50 / result.RequestP50,
        BreakEvenRequests = options is { PricePerHour: { } price, TrainingCost: { } cost } ? LatencyResult.BreakEven(cost, price, reference.RequestsPerSecond, result.RequestsPerSecond) : null,
    };

    private LatencyResult Throughput(IAnswerEngine engine, EvaluationMode mode, CancellationToken cancellation)
    {
        progress.Begin($"{options.Concurrency} at once: {mode.Name}", problems.Problems.Count, "requests");
        var (together, single) = (new Timings(), timings[mode.Name]);
        using var energy = EnergyMeter.Start();
        var seconds = 0.0;
        foreach (var chunk in problems.Problems.Chunk(options.Concurrency))
        {
            seconds += Ask(engine, [.. chunk.Select(problem => Request(mode, problem))], together, cancellation);
            progress.Report(together.Responses);
        }
        var joules = energy.Joules();
        progress.End();
        var count = problems.Problems.Count;
        return new(mode.Name, count, together.Tokens / (double)count, Quantile(single.FirstToken, .5), Quantile(single.FirstToken, .95),
            LatencyResult.Quantile(single.Seconds, .5), LatencyResult.Quantile(single.Seconds, .95), count / seconds, together.Tokens / seconds, joules / count);
    }

    private static double? Quantile(List<double> values, double share) => values.Count == 0 ? null : LatencyResult.Quantile(values, share);

    /// <summary>Asks and returns the seconds it took.</summary>
    private static double Ask(IAnswerEngine engine, IReadOnlyList<EngineRequest> requests, Timings timings, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var first = true;
        if (engine is LocalEngine local)
            local.Answer(requests, Keep, _ =>
            {
                if (first) timings.FirstToken.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                first = false;
            }, cancellation);
        else engine.Answer(requests, Keep, cancellation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Keep(EngineAnswer answer)
        {
            if (answer.Error is { } error) throw new InputException($"{answer.Id}: {error}");
            timings.Responses++;
            timings.Tokens += answer.Ids?.Count ?? (answer.ThinkTokens + answer.VisibleTokens) ?? 0;
        }
    }

    private EngineRequest Request(EvaluationMode mode, MathProblem problem) => new(problem.Id, mode.Ask(problem.Question))
    {
        Control = mode.Control,
        Budget = mode.Budget,
        Choices = mode.Choices,
        Temperature = options.Temperature,
        MaxNewTokens = options.MaxNewTokens,
        Seed = EngineRequest.SeedFor(1, problem.Id),
    };

    private sealed class Timings
    {
        public List<double> FirstToken { get; } = [];

        public List<double> Seconds { get; } = [];

        public int Responses { get; set; }

        public long Tokens { get; set; }
    }
}
