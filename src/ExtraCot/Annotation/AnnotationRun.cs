using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExtraCot.Compression;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Labels a file of traces. What is done stands in <c>OUTPUT.partial</c> at once; at the end the labels appear in one step, in the order of the
/// input. A resumed run does what is missing: thoughts that no run has labelled, and those of which a chunk failed.
/// </summary>
/// <param name="input">JSON lines as <see cref="TraceFile"/> reads them.</param>
/// <param name="output">The label file; complete or absent.</param>
/// <param name="annotator">Labels the thoughts.</param>
/// <param name="resume">Goes on with the labels that an earlier run of the same annotator left.</param>
public sealed class AnnotationRun(string input, string output, IAnnotator annotator, bool resume)
{
    private readonly string partial = output + ".partial";

    /// <summary>Runs to the end.</summary>
    /// <param name="complain">Gets one line for each input line that cannot be used.</param>
    /// <param name="progress">Told of each thought.</param>
    /// <param name="cancellation">Stops between thoughts; what is done stays.</param>
    /// <exception cref="InputException">The input is missing or is not text, the output is there and is not to be resumed, or the annotator cannot succeed.</exception>
    public AnnotationSummary Run(Action<string>? complain = null, IStageProgress? progress = null, CancellationToken cancellation = default)
    {
        progress ??= IStageProgress.None;
        if (!resume && File.Exists(output)) throw new InputException($"{output} exists; --resume labels what is missing there, or choose another --out");
        if (File.Exists(output) && LabelFile.Read(output).FirstOrDefault(labels => labels.Annotator != annotator.Description) is { } other)
            throw new InputException($"{output} holds labels of another annotator ({other.Annotator}; now {annotator.Description}); resume with its own options, or choose another --out");
        var (keys, bad) = Keys(complain);
        AnnotationSummary summary;
        using (var log = KeyedLog.Open(partial, new Dictionary<string, string?> { ["annotator"] = annotator.Description }, resume))
        {
            if (File.Exists(output)) Adopt(log);
            progress.Begin("annotate", keys.Count, "thoughts", keys.Count(log.Has));
            Annotate(log, keys, progress, cancellation);
            progress.End();
            AtomicFile.Write(output, stream => log.CopyTo(stream, keys));
            summary = Summarise(bad);
        }
        File.Delete(partial);
        return summary;
    }

    // Made of what is labelled, so that a run goes on whatever happened to the order of its input.
    private static long KeyOf(JsonElement id, string question, string thought)
    {
        var text = $"{id.GetRawText()}\n{question.Length}\n{question}{thought}";
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.Unicode.GetBytes(text)));
    }

    private static long KeyOf(Trace trace) => KeyOf(trace.Id, trace.Question, trace.Thought);

    private (List<long> Keys, int Bad) Keys(Action<string>? complain)
    {
        var keys = new List<long>();
        var bad = 0;
        foreach (var line in TraceFile.Read(input))
        {
            if (line.Trace is { } trace) keys.Add(KeyOf(trace));
            else
            {
                bad++;
                complain?.Invoke(line.Error!);
            }
        }
        return (keys, bad);
    }

    // Of a finished file the complete lines are taken over; a chunk that failed is tried again.
    private void Adopt(KeyedLog log)
    {
        foreach (var labels in LabelFile.Read(output))
        {
            var key = KeyOf(labels.Id, labels.Question, labels.Thought);
            if (labels.IsComplete && !log.Has(key)) log.Add(key, LabelFile.Line(labels));
        }
    }

    private void Annotate(KeyedLog log, List<long> keys, IStageProgress progress, CancellationToken cancellation)
    {
        var done = keys.Count(log.Has);
        var working = new Dictionary<Task<IReadOnlyList<ChunkLabels>>, (Trace Trace, long Key)>();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            foreach (var trace in TraceFile.Read(input).Select(line => line.Trace).OfType<Trace>())
            {
                cancellation.ThrowIfCancellationRequested();
                var key = KeyOf(trace);
                if (log.Has(key) || working.Values.Any(other => other.Key == key)) continue;
                var thought = new SegmentedThought(trace.Question, trace.Thought, UnitDetector.Detect(trace.Thought));
                working.Add(annotator.AnnotateAsync(thought, giveUp.Token), (trace, key));
                while (working.Count >= annotator.Concurrency) Finish();
            }
            while (working.Count > 0) Finish();
        }
        catch
        {
            giveUp.Cancel();
            Task.WhenAll(working.Keys).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None); // their requests must not outlive the run
            throw;
        }

        void Finish()
        {
            var task = working.Keys.ElementAt(Task.WaitAny([.. working.Keys], CancellationToken.None));
            working.Remove(task, out var work);
            var chunks = task.GetAwaiter().GetResult();
            log.Add(work.Key, LabelFile.Line(new LabelledThought(work.Trace.Id, annotator.Description, work.Trace.Question, work.Trace.Thought, chunks)));
            progress.Report(++done);
        }
    }

    private AnnotationSummary Summarise(int bad)
    {
        var (thoughts, kept, labelled, prompt, completion) = (0, 0L, 0L, 0L, 0L);
        string? fault = null;
        var chunks = Enum.GetValues<ChunkStatus>().ToDictionary(status => status, _ => 0);
        foreach (var labels in LabelFile.Read(output))
        {
            thoughts++;
            foreach (var chunk in labels.Chunks)
            {
                chunks[chunk.Status]++;
                prompt += chunk.Usage?[0] ?? 0;
                completion += chunk.Usage?[1] ?? 0;
                if (chunk.Status != ChunkStatus.Ok)
                {
                    fault ??= chunk.Note;
                    continue;
                }
                labelled += chunk.End - chunk.Start;
                kept += chunk.Kept.Sum(range => range[1] - range[0]);
            }
        }
        return new AnnotationSummary(thoughts, bad, chunks, labelled == 0 ? 0 : (double)kept / labelled, fault, prompt, completion);
    }
}
