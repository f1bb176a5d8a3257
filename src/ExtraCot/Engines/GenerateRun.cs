using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ExtraCot.Data;
using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using ExtraCot.Text;

namespace ExtraCot.Engines;

/// <summary>
/// Answers a file of questions. Answers go to <c>OUT.partial</c> as they come, so that a stopped run goes on where it was; when all are there the output
/// appears in one step, in the order of the questions and, within one, of the samples, whatever order they were finished in.
/// </summary>
/// <param name="questions">A file as <see cref="QuestionFile"/> reads it.</param>
/// <param name="output">Where the result goes; complete or absent.</param>
/// <param name="options">What to generate.</param>
public sealed class GenerateRun(string questions, string output, GenerateOptions options)
{
    private const int MostFailuresInARow = 100;
    private const int ShownFailures = 3;

    private readonly string partial = output + ".partial";

    /// <summary>Runs to the end.</summary>
    /// <param name="engine">Answers.</param>
    /// <param name="resume">Whether to go on with a stopped run.</param>
    /// <param name="dropFailed">Whether to finish without the questions whose requests failed.</param>
    /// <param name="progress">Whom to tell.</param>
    /// <param name="cancellation">Stops between tokens; what is done stays.</param>
    /// <exception cref="InputException">The questions cannot be read, or the output is there already.</exception>
    /// <exception cref="IOException">Requests failed for good; what was answered stays for <paramref name="resume"/>.</exception>
    public GenerateSummary Run(IAnswerEngine engine, bool resume, bool dropFailed, IStageProgress progress, CancellationToken cancellation = default)
    {
        if (File.Exists(output)) throw new InputException($"{output} is there already; choose another --out");
        var records = QuestionFile.ReadAll(questions);
        using var log = KeyedLog.Open(partial, Settings(), resume);
        var open = Enumerable.Range(0, records.Count).Where(i => Enumerable.Range(0, options.Samples).Any(sample => !log.Keys.Contains(Key(i, sample)))).ToList();
        var (start, tokens, inARow) = (Stopwatch.GetTimestamp(), 0L, 0);
        var (wellFormed, truncated) = (0, 0);
        var failures = new List<string>();
        progress.Begin("generate", (long)records.Count * options.Samples, "answers", log.Keys.Count);
        engine.Answer([.. open.Select(i => Request(records[i]))], Keep, cancellation);
        progress.End();
        if (failures.Count > 0 && !dropFailed)
            throw new IOException($"{failures.Count} answers failed, the first: {string.Join("; ", failures.Take(ShownFailures))}. The others are kept: --resume asks for these again, --drop-failed finishes without them");
        AtomicFile.Write(output, log.CopyTo);
        var summary = new GenerateSummary(log.Keys.Count, failures.Count, wellFormed, truncated, tokens);
        log.Dispose();
        File.Delete(partial);
        return summary;

        void Keep(EngineAnswer answer)
        {
            var question = open[answer.Request];
            if (answer.Error is { } error)
            {
                failures.Add($"{answer.Id}: {error}");
                // Hours of tries against an endpoint that is gone help nobody.
                if (++inARow >= MostFailuresInARow) throw new IOException($"{inARow} requests in a row failed, the last: {error}. What was answered is kept for --resume");
                return;
            }
            inARow = 0;
            tokens += (answer.ThinkTokens ?? 0) + (answer.VisibleTokens ?? 0);
            if (answer.WellFormed) wellFormed++;
            if (answer.Finish == Nn.Generation.FinishReason.Length) truncated++;
            var key = Key(question, answer.Sample);
            if (log.Keys.Contains(key)) return; // another sample of this question was missing
            log.Add(key, JsonLines.Text(GeneratedLine.Of(records[question], options.Control, answer)));
            progress.Report(log.Keys.Count, ("tokens/s", tokens / Stopwatch.GetElapsedTime(start).TotalSeconds), ("failed", failures.Count));
        }
    }

    private long Key(int question, int sample) => (long)question * options.Samples + sample;

    private EngineRequest Request(QuestionRecord question) => new(question.Id, question.Question)
    {
        Control = options.ControlToken(),
        Budget = ContinuousBudget.Parse(options.Control),
        Samples = options.Samples,
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxNewTokens = options.MaxNewTokens,
        Seed = EngineRequest.SeedFor(options.Seed, question.Id),
    };

    // An endpoint may move or be used more gently when a run is resumed; the model and what is asked of it stay.
    private Dictionary<string, string?> Settings()
    {
        using var file = File.Exists(questions) ? File.OpenRead(questions) : throw new InputException($"{questions}: no such file; give a file of JSON lines with --questions");
        return new()
        {
            ["questions"] = Convert.ToHexStringLower(SHA256.HashData(file)),
            ["model"] = options.Engine.IsLocal ? options.Engine.Engine : options.Engine.Remote.Model,
            ["control"] = options.Control,
            ["samples"] = Text(options.Samples),
            ["temperature"] = Text(options.Temperature),
            ["topP"] = Text(options.TopP),
            ["maxNewTokens"] = Text(options.MaxNewTokens),
            ["seed"] = Text(options.Seed),
        };
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
