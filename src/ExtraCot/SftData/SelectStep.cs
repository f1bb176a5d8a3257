using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.SftData;

/// <summary>Takes one right response a question, and as many of each length as the quotas say, so that long thoughts are not drowned by short ones.</summary>
internal sealed class SelectStep(BuildContext build)
{
    private readonly SelectOptions select = build.Options.Select;
    private readonly ITokenizer student = build.Format.Tokenizer;

    public void Run(StepCounter count)
    {
        var candidates = new Dictionary<(SplitPart Part, int Bucket), List<int>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        build.Progress.Begin("select", 0, "responses");
        foreach (var chunk in build.Items(BuildContext.Correct).Chunk(BuildContext.Chunk))
        {
            build.Cancellation.ThrowIfCancellationRequested();
            foreach (var (item, reason) in chunk.AsParallel().AsOrdered().Select(Measure).ToList())
            {
                count.Read();
                if (reason is not null) count.Drop(reason);
                else if (!seen.Add(item.Key)) count.Drop("another response of the question");
                else Bucket(item).Add(index);
                index++;
            }
            build.Progress.Report(index);
        }
        build.Progress.End();
        var chosen = Choose(candidates, count);
        var rates = JsonLines.Stream<QuestionPasses>(build.Run.PathOf(BuildContext.Passes)).ToDictionary(row => row.Key, row => row.Right / (double)row.Responses, StringComparer.Ordinal);
        build.Write(BuildContext.Select, build.Items(BuildContext.Correct).Where((_, i) => chosen.Contains(i)).Select(item => Measure(item).Item with { PassRate = Math.Round(rates[item.Key], 6) }));
        count.Pass(chosen.Count);
        if (chosen.Count == 0) throw new InputException("sft build: no right response is left to select from; steps/correct.manifest.json and steps/select.manifest.json say why");

        List<int> Bucket(SftItem item)
        {
            var place = (item.Part, LengthQuota.Bucket(item.ThinkTokens, select.Edges));
            return candidates.TryGetValue(place, out var list) ? list : candidates[place] = [];
        }
    }

    // An added token in a text would be read as one when the sample is trained on.
    private (SftItem Item, string? Reason) Measure(SftItem item)
    {
        try
        {
            var (question, thought) = (student.Encode(item.Question), student.Encode(item.Thought));
            item = item with { QuestionTokens = question.Length, ThinkTokens = thought.Length };
            if (question.Length + thought.Length > select.MaxTokens) return (item, $"question and thought above {select.MaxTokens} tokens");
            var isPlain = student.EncodeTrusted(item.Question).Length == question.Length && student.EncodeTrusted(item.Thought).Length == thought.Length
                && student.EncodeTrusted(item.Visible).Length == student.Encode(item.Visible).Length;
            return (item, isPlain ? null : "control or chat token in the text");
        }
        catch (TokenizationException)
        {
            return (item, "text the tokenizer cannot write");
        }
    }

    private HashSet<int> Choose(Dictionary<(SplitPart Part, int Bucket), List<int>> candidates, StepCounter count)
    {
        var chosen = new HashSet<int>();
        foreach (var part in (SplitPart[])[SplitPart.Sft, SplitPart.Policy, SplitPart.Validation])
        {
            var buckets = Enumerable.Range(0, select.Edges.Length + 1).Select(bucket => candidates.GetValueOrDefault((part, bucket), [])).ToList();
            var quotas = LengthQuota.Allocate([.. buckets.Select(bucket => bucket.Count)], select.Candidates(part));
            for (var bucket = 0; bucket < buckets.Count; bucket++)
            {
                SeededRandom.For(build.Options.Seed, $"select-{part}-{bucket}").Shuffle(buckets[bucket]);
                chosen.UnionWith(buckets[bucket].Take(quotas[bucket]));
                count.Note($"{part}, {Name(bucket)} tokens: candidates", buckets[bucket].Count);
                count.Note($"{part}, {Name(bucket)} tokens: selected", quotas[bucket]);
                if (buckets[bucket].Count > quotas[bucket]) count.Drop("beyond the quota of its length", buckets[bucket].Count - quotas[bucket]);
            }
        }
        return chosen;
    }

    private string Name(int bucket) => $"{(bucket == 0 ? 0 : select.Edges[bucket - 1])}-{(bucket < select.Edges.Length ? select.Edges[bucket] - 1 : select.MaxTokens)}";
}
