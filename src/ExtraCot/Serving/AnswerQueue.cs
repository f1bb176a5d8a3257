using System.Diagnostics;
using System.Runtime.CompilerServices;
using Prometheus;

namespace ExtraCot.Serving;

/// <summary>Lets answers in up to a limit, begins them in the order they came, and counts what they cost.</summary>
/// <param name="model">Answers.</param>
/// <param name="limit">Most answers running or waiting.</param>
/// <param name="metrics">Where the counts go.</param>
internal sealed class AnswerQueue(ServedModel model, int limit, MetricFactory metrics)
{
    private static readonly HistogramConfiguration Seconds = new() { Buckets = Histogram.ExponentialBuckets(0.002, 2, 17) };

    private readonly Gauge waiting = metrics.CreateGauge("extracot_answers_waiting", "Answers whose first token is still to come.");
    private readonly Gauge running = metrics.CreateGauge("extracot_answers_running", "Answers that have begun.");
    private readonly Counter finished = metrics.CreateCounter("extracot_answers_total", "Answers by how they ended: stop, length or cancelled.", "finish");
    private readonly Counter ratios = metrics.CreateCounter("extracot_answers_by_ratio_total", "Answers by the ratio they began with.", "ratio");
    private readonly Counter prompts = metrics.CreateCounter("extracot_prompt_tokens_total", "Tokens of prompts.");
    private readonly Counter tokens = metrics.CreateCounter("extracot_completion_tokens_total", "Tokens generated.");
    private readonly Counter thoughts = metrics.CreateCounter("extracot_reasoning_tokens_total", "Those of them in thoughts.");
    private readonly Histogram toFirst = metrics.CreateHistogram("extracot_time_to_first_token_seconds", "Time from request to the first token of each answer.", Seconds);
    private int taken;

    /// <summary>Room for some answers, to be given back when they have ended.</summary>
    /// <exception cref="ApiException">There is none; status 429.</exception>
    public IDisposable Enter(int answers)
    {
        if (answers > limit) throw new ApiException(400, $"{answers} answers in one request exceed this server's limit of {limit}", "n", "invalid_value");
        if (Interlocked.Add(ref taken, answers) <= limit) return new Place(this, answers);
        Interlocked.Add(ref taken, -answers);
        throw new ApiException(429, $"{limit} answers are running or waiting, which is this server's limit; try again", code: "queue_full");
    }

    /// <summary>As <see cref="ServedModel.Answer"/>, counted.</summary>
    public async IAsyncEnumerable<IReadOnlyList<AnswerPiece>> Answer(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var state = new AnswerState[request.Samples];
        prompts.Inc(request.Prompt.Length);
        waiting.Inc(request.Samples);
        try
        {
            await foreach (var pieces in model.Answer(request, cancellation))
            {
                foreach (var piece in pieces) Count(piece, ref state[piece.Sample], start);
                yield return pieces;
            }
        }
        finally
        {
            waiting.Dec(state.Count(each => each == AnswerState.Waiting));
            running.Dec(state.Count(each => each == AnswerState.Running));
            finished.WithLabels("cancelled").Inc(state.Count(each => each != AnswerState.Ended));
        }
    }

    private void Count(in AnswerPiece piece, ref AnswerState state, long start)
    {
        if (state == AnswerState.Waiting)
        {
            state = AnswerState.Running;
            waiting.Dec();
            running.Inc();
            toFirst.Observe(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        tokens.Inc();
        if (piece.IsThought) thoughts.Inc();
        if (piece.Chosen is { } ratio) ratios.WithLabels(ratio.Name).Inc();
        if (piece.Finish is not { } finish) return;
        state = AnswerState.Ended;
        running.Dec();
        finished.WithLabels(OpenAiEndpoints.NameOf(finish)).Inc();
    }

    private enum AnswerState
    {
        Waiting,
        Running,
        Ended,
    }

    private sealed class Place(AnswerQueue queue, int answers) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref queue.taken, -answers);
    }
}
