using System.Text.Json;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>
/// Compresses a file of traces line by line. Finished lines go to <c>OUTPUT.partial</c> at once, each behind the number of its input line, so that a
/// killed run goes on where it was; when all are done the numbers are taken off and the output appears in one step.
/// </summary>
public sealed class CompressionRun(CompressionJob job)
{
    private const int FlushEvery = 16; // traces lost at most

    private readonly string partial = job.Output + ".partial";
    private readonly ThoughtCompressor compressor = new(job.Student, job.Options);
    private int done;
    private int bad;
    private int missed;
    private long tokens;

    /// <summary>Runs to the end.</summary>
    /// <param name="complain">Gets one line for each input line that cannot be used.</param>
    /// <param name="report">Called after each line.</param>
    /// <param name="cancellation">Stops between lines; what is done stays.</param>
    /// <returns>The final count.</returns>
    /// <exception cref="InputException">The input is missing or is not text.</exception>
    public CompressionProgress Run(Action<string>? complain = null, Action<CompressionProgress>? report = null, CancellationToken cancellation = default)
    {
        var length = File.Exists(job.Input) ? new FileInfo(job.Input).Length : 0;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(job.Output))!);
        try
        {
            using var log = new PartialOutput(partial, Header());
            done = log.Lines;
            foreach (var line in TraceFile.Read(job.Input))
            {
                cancellation.ThrowIfCancellationRequested();
                if (line.Error is { } error) Complain(error);
                else if (line.Number > log.LastNumber) Compress(line, log);
                report?.Invoke(Progress(length == 0 ? 1 : Math.Min(1, (double)line.End / length)));
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

        void Complain(string error)
        {
            bad++;
            complain?.Invoke(error);
        }

        void Compress(TraceLine line, PartialOutput log)
        {
            try
            {
                log.Write(line.Number, Line(line.Trace!), flush: done % FlushEvery == 0);
                done++;
            }
            catch (InputException exception)
            {
                Complain($"{job.Input}:{line.Number}: {exception.Message}");
            }
        }
    }

    private CompressionProgress Progress(double share) => new(done, bad, missed, tokens, share);

    private string Header() => JsonSerializer.Serialize(new { input = Path.GetFullPath(job.Input), ratios = job.Ratios, settings = job.Settings, options = job.Options });

    private ReadOnlyMemory<byte> Line(Trace trace)
    {
        var thought = new SegmentedThought(trace.Question, trace.Thought, UnitDetector.Detect(trace.Thought));
        var (count, cuts) = compressor.Compress(thought, job.Scorer.Score([thought])[0], job.Ratios);
        tokens += count;
        missed += cuts.Count(cut => cut.Note is not null);
        return CompressedLine.Write(trace, count, cuts);
    }
}
