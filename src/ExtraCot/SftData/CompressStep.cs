using System.Security.Cryptography;
using ExtraCot.Compression;
using ExtraCot.Runs;
using ExtraCot.Text.Units;

namespace ExtraCot.SftData;

/// <summary>Cuts each thought to all ratios. The one long step: what is done survives a stop.</summary>
internal sealed class CompressStep(BuildContext build)
{
    private const int Together = 64;

    private readonly CompressOptions options = build.Options.Compress;

    public void Run(StepCounter count)
    {
        var source = build.Run.PathOf(BuildContext.Select);
        var hash = Hash(source);
        var partial = build.Run.PathOf($"steps/compress-{hash[..8]}.partial"); // of another selection nothing can be used
        var scorer = UnitScorers.Open(options.Scorer);
        using var owned = scorer as IDisposable;
        var compressor = new ThoughtCompressor(build.Format.Tokenizer, options.Selection(keepConclusion: !UnitScorers.IsBaseline(options.Scorer)));
        using (var log = KeyedLog.Open(partial, new Dictionary<string, string?> { ["selection"] = hash }, resume: true))
        {
            var total = File.ReadLines(source).Count();
            long tokens = 0;
            build.Progress.Begin("compress", total, "thoughts", log.Keys.Count);
            foreach (var chunk in build.Items(BuildContext.Select).Select((item, i) => (Item: item, Key: (long)i)).Where(pair => !log.Keys.Contains(pair.Key)).Chunk(Together))
            {
                build.Cancellation.ThrowIfCancellationRequested();
                var thoughts = chunk.AsParallel().AsOrdered().Select(pair => new SegmentedThought(pair.Item.Question, pair.Item.Thought, UnitDetector.Detect(pair.Item.Thought))).ToList();
                var scores = scorer.Score(thoughts);
                var cut = chunk.Select((pair, i) => (pair.Item, Thought: thoughts[i], Scores: scores[i])).AsParallel().AsOrdered().Select(work => Cut(compressor, work.Item, work.Thought, work.Scores)).ToList();
                for (var i = 0; i < chunk.Length; i++) log.Add(chunk[i].Key, JsonLines.Text(cut[i]));
                tokens += cut.Sum(item => item.ThinkTokens);
                build.Progress.Report(log.Keys.Count, ("tokens", tokens));
            }
            build.Progress.End();
            AtomicFile.Write(build.Run.PathOf(BuildContext.Compress), log.CopyTo);
            count.Read(total);
            count.Pass(log.Keys.Count);
        }
        File.Delete(partial);
    }

    private SftItem Cut(ThoughtCompressor compressor, SftItem item, SegmentedThought thought, float[] scores)
    {
        var (tokens, cuts) = compressor.Compress(thought, scores, options.Ratios);
        return item with { ThinkTokens = tokens, Cuts = [.. cuts.Select(cut => new Cut(cut.Ratio, cut.Text, cut.Tokens, Math.Round(cut.ActualRatio, 6)))] };
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
