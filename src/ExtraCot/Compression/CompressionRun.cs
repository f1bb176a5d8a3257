using System.Text.Json;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>
/// Compresses a file of traces, a few at a time. Finished lines go to <c>OUTPUT.partial</c> at once, each behind the number of its input line, so that a
/// killed run goes on where it was; when all are done the numbers are taken off and the output appears in one step.
/// </summary>
public sealed class CompressionRun(CompressionJob job)
{
    private const int Together = 16; // traces; lost at most by a kill
    private const int LongestTogether = 1 << 20; // UTF-16 units: long thoughts come in smaller groups, so that memory stays bounded

    private readonly string partial = job.Output + ".partial";
    private readonly List<TraceLine> waiting = [];
    private int done;
    private int bad;
    private int missed;
    private long tokens;

    /// <summary>Runs to the end.</summary>
    /// <param name="complain">Gets one line for each input line that cannot be used.</param>
    /// <param name="report">Called after each group of lines.</param>
    /// <param name="cancellation">Stops between groups; what is done stays.</param>
    /// <returns>The final count.</returns>
    /// <exception cref="InputException">The input is missing or is not text, or there is a stopped run that does not fit.</exception>
    public CompressionProgress Run(Action<string>? complain = null, Action<CompressionProgress>? report = null, CancellationToken cancellation = default)
    {
        var length = File.Exists(job.Input) ? new FileInfo(job.Input).Length : 0;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(job.Output))!);
        var log = new PartialOutput(partial, Header(), job.Resume);
        try
        {
            using (log)
            {
                done = log.Lines;
                var size = 0;
                foreach (var line in TraceFile.Read(job.Input))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (line.Error is not null || line.Number > log.LastNumber) waiting.Add(line);
                    size += line.Trace?.Thought.Length ?? 0;
                    if (waiting.Count < Together && size < LongestTogether) continue;
                    Finish();
                    size = 0;
                    report?.Invoke(Progress(length == 0 ? 1 : Math.Min(1, (double)line.End / length)));
                }
                Finish();
            }
        }
        catch (InputException) when (done == 0)
        {
            File.Delete(partial); // no such input, or not text: there is nothing to go on with
            throw;
        }
        AtomicFile.Write(job.Output, PartialOutput.Copy(partial));
        File.Delete(partial);
        return Progress(1);

        void Finish()
        {
            var results = Compress();
            for (var i = 0; i < waiting.Count; i++)
            {
                if (results[i].Error is { } error)
                {
                    bad++;
                    complain?.Invoke(error);
                    continue;
                }
                log.Write(waiting[i].Number, CompressedLine.Write(waiting[i].Trace!, results[i].Thought!, job.Format));
                done++;
                tokens += results[i].Thought!.Tokens;
                missed += results[i].Thought!.Ratios.Count(cut => cut.Note is not null);
            }
            log.Flush();
            waiting.Clear();
            GC.Collect(); // the heap may not grow over many groups: memory must not depend on how many traces there are
        }
    }

    private CompressionProgress Progress(double share) => new(done, bad, missed, tokens, share);

    private string Header() => JsonSerializer.Serialize(new { input = Path.GetFullPath(job.Input), ratios = job.Ratios, settings = job.Settings, format = job.Format.ToString() });

    private List<(CompressedThoughts? Thought, string? Error)> Compress()
    {
        var good = waiting.Where(line => line.Trace is not null).ToList();
        var thoughts = good.AsParallel().AsOrdered().Select(line => new SegmentedThought(line.Trace!.Question, line.Trace.Thought, UnitDetector.Detect(line.Trace.Thought))).ToList();
        var results = waiting.ToDictionary(line => line.Number, line => ((CompressedThoughts?)null, line.Error));
        try
        {
            foreach (var (line, thought) in good.Zip(job.Compressor.Compress(thoughts, job.Ratios))) results[line.Number] = (thought, null);
        }
        catch (InputException) // a tokenizer has no token for a piece of one of them: find out which
        {
            foreach (var (line, thought) in good.Zip(thoughts)) results[line.Number] = Alone(line, thought);
        }
        return [.. waiting.Select(line => results[line.Number])];
    }

    private (CompressedThoughts? Thought, string? Error) Alone(TraceLine line, SegmentedThought thought)
    {
        try
        {
            return (job.Compressor.Compress([thought], job.Ratios)[0], null);
        }
        catch (InputException exception)
        {
            return (null, $"{job.Input}:{line.Number}: {exception.Message}");
        }
    }
}
