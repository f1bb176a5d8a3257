namespace ExtraCot.Nn.Generation;

/// <summary>
/// Continuous batching on one runner: every step decodes one token for each active row, a finished row is refilled before the next step,
/// and the active rows stay the first ones, so that no step computes an idle row.
/// </summary>
/// <param name="runner">Used by this scheduler alone.</param>
/// <param name="queue">Where further requests come from.</param>
/// <param name="sampler">Used by this scheduler alone.</param>
/// <param name="report">Told of every token.</param>
/// <param name="cancellation">Cancels all that is not finished.</param>
internal sealed class Scheduler(IModelRunner runner, RequestQueue queue, Sampler sampler, Action<Sequence> report, CancellationToken cancellation)
{
    private readonly List<Sequence> rows = [];
    private readonly int[] tokens = new int[runner.Rows];
    private readonly int[] positions = new int[runner.Rows];
    private Queue<Sequence> group = new(); // samples of the prompt in the prompt row that have no row yet
    private float[] promptLogits = [];

    /// <summary>Works until the queue is empty and every row is finished.</summary>
    internal void Run()
    {
        for (Refill(); rows.Count > 0; Refill()) Step();
    }

    private void Step()
    {
        for (var row = 0; row < rows.Count; row++) (tokens[row], positions[row]) = (rows[row].LastToken, rows[row].CachedLength);
        runner.Decode(tokens.AsSpan(0, rows.Count), positions.AsSpan(0, rows.Count));
        for (var row = rows.Count - 1; row >= 0; row--) // from the end: the row moved into a gap has had its token
        {
            Advance(rows[row], runner.Logits(row));
            if (rows[row].Finish is not null) Release(row);
        }
    }

    private void Advance(Sequence sequence, ReadOnlySpan<float> logits)
    {
        if (IsCancelled(sequence)) sequence.Cancel();
        else
        {
            var (token, logProbability) = sampler.Choose(logits, sequence);
            sequence.Append(token, logProbability);
        }
        report(sequence);
    }

    private void Release(int row)
    {
        var last = rows.Count - 1;
        if (row != last)
        {
            runner.CopyRow(last, row, rows[last].CachedLength);
            rows[row] = rows[last];
        }
        rows.RemoveAt(last);
    }

    private void Refill()
    {
        while (rows.Count < runner.Rows && Next() is { } sequence)
        {
            Advance(sequence, promptLogits);
            if (sequence.Finish is not null) continue;
            runner.CopyPrompt(rows.Count, sequence.CachedLength);
            rows.Add(sequence);
        }
    }

    private Sequence? Next()
    {
        if (group.Count == 0)
        {
            group = queue.Take();
            if (group.Count == 0) return null;
            if (!IsCancelled(group.Peek())) Prefill(group.Peek());
        }
        return group.Dequeue();
    }

    private void Prefill(Sequence sequence)
    {
        runner.Prefill(sequence.Request.PromptTokens.ToArray());
        promptLogits = runner.Logits(0).ToArray();
    }

    private bool IsCancelled(Sequence sequence) => cancellation.IsCancellationRequested || sequence.Request.Cancellation.IsCancellationRequested;
}
