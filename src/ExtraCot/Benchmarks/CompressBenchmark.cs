using ExtraCot.Compression;
using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Benchmarks;

/// <summary>Times compression of long thoughts, made of small-world solutions so that no data is needed.</summary>
public static class CompressBenchmark
{
    private const int Thoughts = 8;
    private const int Tokens = 1500;   // of each, about a real chain of thought
    private static readonly double[] One = [0.4], Five = [0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Runs everything as <see cref="BestOf"/> does and keeps the fastest call of each.</summary>
    /// <param name="folder">A compressor.</param>
    /// <param name="student">The tokenizer in which lengths count.</param>
    /// <param name="cancellation">Checked between calls.</param>
    /// <exception cref="InputException">The folder holds no compressor.</exception>
    public static CompressBenchmarkResult Run(string folder, ITokenizer student, CancellationToken cancellation = default)
    {
        using var model = CompressorModel.Load(folder);
        var source = Source(model.Tokenizer);
        var texts = Enumerable.Range(0, Thoughts).Select(i => source(Tokens, i)).ToList();
        var (quarter, whole) = (Segment(source(4096, 100)), Segment(source(16384, 101)));
        var selection = new ThoughtCompressor(student);
        using var alone = new UnitCompressor(new Borrowed(model), selection, workers: 1);
        using var together = new UnitCompressor(new Borrowed(model), selection, Environment.ProcessorCount);
        var outside = 1.0;
        var best = BestOf.Five(cancellation,
            () => OnOneThread(() => Compress(alone, texts, One)),
            () => OnOneThread(() => outside = Math.Min(outside, OutsideShare(alone, model, texts))),
            () => OnOneThread(() => model.Score([quarter])),
            () => OnOneThread(() => model.Score([whole])),
            () => Compress(together, texts, Five),
            () => Calibration.Milliseconds());
        return new(best[1] / best[0], outside, best[3] / best[2], texts.Sum(text => student.Encode(text).Length) / best[4], best[5] * 1e3, Environment.ProcessorCount);

        void OnOneThread(Action work)
        {
            model.Workers = 1;
            work();
            model.Workers = Environment.ProcessorCount;
        }
    }

    private static double OutsideShare(UnitCompressor compressor, CompressorModel model, List<string> texts)
    {
        var (started, before) = (System.Diagnostics.Stopwatch.GetTimestamp(), model.ForwardTime);
        Compress(compressor, texts, Five);
        return 1 - (model.ForwardTime - before) / System.Diagnostics.Stopwatch.GetElapsedTime(started);
    }

    private static void Compress(UnitCompressor compressor, List<string> texts, double[] ratios) => compressor.Compress([.. texts.Select(Segment)], ratios);

    private static SegmentedThought Segment(string text) => new("How many does each of them have in the end, and how many are there in all?", text, UnitDetector.Detect(text));

    // Gives a text of about so many tokens of the compressor.
    private static Func<int, int, string> Source(ITokenizer tokenizer) => (tokens, seed) =>
    {
        var text = string.Join("\n\n", ProblemGenerator.Set((ulong)seed, heldOut: false, 2 + tokens / 50).Select(problem => problem.Thought));
        var spans = tokenizer.EncodeWithOffsets(text);
        return spans.Length <= tokens ? text : text[..spans[tokens - 1].End];
    };

    // The model outlives the compressors that use it.
    private sealed class Borrowed(IUnitScorer scorer) : IUnitScorer
    {
        public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) => scorer.Score(thoughts);
    }
}
