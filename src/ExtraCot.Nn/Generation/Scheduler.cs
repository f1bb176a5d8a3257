namespace ExtraCot.Nn.Generation;

/// <summary>
/// Continuous batching on one runner: every step decodes one token for each active row, a finished row is refilled before the next step,
/// and the active rows stay the first ones, so that no step computes an idle row. A long prompt is taken in chunks between steps.
/// </summary>
/// <param name="runner">Used by this scheduler alone.</param>
/// <param name="queue">Where further requests come from.</param>
/// <param name="sampler">Used by this scheduler alone.</param>
/// <param name="cancellation">Cancels all that is not finished.</param>
internal sealed class Scheduler(IModelRunner runner, RequestQueue queue, Sampler sampler, CancellationToken cancellation)
{
    private readonly List<Sequence> rows = [];
    private readonly int[] tokens = new int[runner.Rows];
    private readonly int[] positions = new int[runner.Rows];
    private readonly Draw[] draws = new Draw[runner.Rows];
    private readonly bool[] asLogits = new bool[runner.Rows]; // rows whose token the sampler chooses
    private readonly ChosenToken[] chosen = new ChosenToken[runner.Rows];
    private Queue<Sequence> group = new(); // samples of the prompt in the prompt row that have no row yet
    private int[] prompt = [];
    private int prefilled; // tokens of the prompt that are in the prompt row
    private float[] promptLogits = [], promptHidden = [];

    /// <summary>Works until the queue is closed and empty and every row is finished.</summary>
    internal void Run()
    {
        while (true)
        {
            Refill();
            if (rows.Count > 0) Step();
            else if (!queue.Wait()) return;
        }
    }

    private void Step()
    {
        for (var row = 0; row < rows.Count; row++) (tokens[row], positions[row]) = (rows[row].LastToken, rows[row].CachedLength);
        runner.Decode(tokens.AsSpan(0, rows.Count), positions.AsSpan(0, rows.Count));
        var drawn = Draw();
        for (var row = rows.Count - 1; row >= 0; row--) // from the end: the row moved into a gap has had its token
        {
            if (drawn && !asLogits[row]) Advance(rows[row], chosen[row]);
            else Advance(rows[row], runner.Logits(row));
            if (rows[row].Finish is not null) Release(row);
        }
    }

    // Lets the runner draw where it is made for it, unless every row needs its logits here.
    private bool Draw()
    {
        if (!runner.Draws) return false;
        var any = false;
        for (var row = 0; row < rows.Count; row++)
        {
            var draw = Sampler.AsDraw(rows[row]);
            (asLogits[row], draws[row]) = (draw is null, draw ?? default);
            any |= draw is not null;
        }
        if (any) runner.Draw(draws.AsSpan(0, rows.Count), chosen);
        return any;
    }

    private void Advance(Sequence sequence, ReadOnlySpan<float> logits) =>
        Advance(sequence, IsCancelled(sequence) ? default : sampler.Choose(logits, sequence));

    private void Advance(Sequence sequence, ChosenToken token)
    {
        if (IsCancelled(sequence)) sequence.Cancel();
        else sequence.Append(token);
        sequence.Submission.Report(sequence);
    }

    private void Release(int row)
    {
        var last = rows.Count - 1;
        runner.FreeRow(row);
        if (row != last)
        {
            runner.MoveRow(last, row, rows[last].CachedLength);
            rows[row] = rows[last];
        }
        rows.RemoveAt(last);
    }

    // Returns with all rows full, the cache full, nothing to begin, or after one chunk of a prompt while other rows wait for their step.
    private void Refill()
    {
        while (rows.Count < runner.Rows && (group.Count > 0 || TakeGroup()))
        {
            if (prefilled < prompt.Length && !IsCancelled(group.Peek()))
            {
                Prefill();
                if (prefilled < prompt.Length && rows.Count > 0) return;
                if (prefilled < prompt.Length) continue;
            }
            var row = rows.Count;
            if (!runner.TryReserve(row, group.Peek().Request.MaxLength)) return; // first come, first served: nobody overtakes
            var sequence = group.Dequeue();
            sequence.Begin(promptHidden);
            Advance(sequence, promptLogits);
            if (sequence.Finish is not null)
            {
                runner.FreeRow(row);
                continue;
            }
            runner.TakePrompt(row, sequence.CachedLength);
            rows.Add(sequence);
        }
    }

    private bool TakeGroup()
    {
        group = queue.Take();
        if (group.Count == 0) return false;
        int[] next = [.. group.Peek().Request.PromptTokens];
        // Where the prompt row still holds the same beginning, it is not computed again; the last token is, for its logits.
        prefilled = runner.KeepsPrompt ? Math.Min(prompt.AsSpan(0, prefilled).CommonPrefixLength(next), next.Length - 1) : 0;
        prompt = next;
        return true;
    }

    private void Prefill()
    {
        var chunk = Math.Min(runner.PrefillChunk, prompt.Length - prefilled);
        runner.Prefill(prompt.AsSpan(prefilled, chunk), prefilled);
        prefilled += chunk;
        if (prefilled == prompt.Length) (promptLogits, promptHidden) = (runner.Logits(0).ToArray(), runner.PromptHidden.ToArray());
    }

    private bool IsCancelled(Sequence sequence) => cancellation.IsCancellationRequested || sequence.Submission.IsCancelled;
}
