using System.Net;
using ExtraCot.Remote;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Ablation by a model behind an endpoint that echoes a prompt with its log-probabilities (<c>/completions</c> with <c>echo</c> and <c>logprobs</c>, as
/// vLLM and SGLang serve it): one request for the whole thought and one for each gap. Question and thought stand there as plain text.
/// </summary>
/// <param name="client">The endpoint. It retries, limits and counts; not disposed here.</param>
/// <param name="concurrency">Requests under way at once.</param>
public sealed class RemoteAblation(OpenAiClient client, int concurrency) : IAblation
{
    /// <inheritdoc/>
    /// <exception cref="RemoteException">The endpoint refuses, fails at every try, or gives no log-probabilities of the prompt.</exception>
    public double[] Increase(SegmentedThought thought, bool[] counts, IReadOnlyList<Range> gaps, CancellationToken cancellation)
    {
        var whole = Losses(thought, ..0, cancellation).GetAwaiter().GetResult();
        var increase = new double[gaps.Count];
        // The first failure ends the others: their answers would be thrown away.
        Parallel.ForAsync(0, gaps.Count, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation }, async (i, stop) =>
        {
            var losses = await Losses(thought, gaps[i], stop);
            for (var u = gaps[i].End.Value; u < counts.Length; u++)
                if (counts[u]) increase[i] += losses[u] - whole[u];
        }).GetAwaiter().GetResult();
        return increase;
    }

    // −log p of each unit that is left; a token belongs to the unit in which it begins.
    private async Task<double[]> Losses(SegmentedThought thought, Range gap, CancellationToken cancellation)
    {
        var (units, lead) = (thought.Units, thought.Question.Length == 0 ? "" : thought.Question + "\n\n");
        var (start, end) = gap.End.Value == 0 ? (0, 0) : (units[gap.Start.Value].Start, units[gap.End.Value - 1].End);
        var prompt = lead + thought.Text.Remove(start, end - start);
        var response = await client.SendAsync(new RemoteRequest { Prompt = prompt, MaxTokens = 1, Temperature = 0, Echo = true, Logprobs = 1 }, cancellation);
        var tokens = response.Choices[0].Logprobs
            ?? throw new RemoteException("the endpoint echoes no log-probabilities of the prompt; the annotator 'model' needs a server that does, such as vLLM", HttpStatusCode.NotImplemented);
        var at = -string.Concat(tokens.Select(token => token.Text)).IndexOf(prompt, StringComparison.Ordinal); // a model's first token may stand before it
        if (at > 0) throw new RemoteException("the tokens that the endpoint echoes do not spell the prompt", null);
        var (losses, unit) = (new double[units.Count], 0);
        foreach (var (text, logprob) in tokens)
        {
            var place = at - lead.Length;
            if (place >= start) place += end - start;
            at += text.Length;
            if (place < 0 || place >= thought.Text.Length || logprob is null) continue;
            while (place >= units[unit].End) unit++;
            losses[unit] -= logprob.Value;
        }
        return losses;
    }
}
