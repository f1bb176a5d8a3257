using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>Measures compressors on the same traces at equal realised ratios, without any language model.</summary>
public static class CompressorComparison
{
    private const int Together = 16; // traces

    /// <summary>Measures.</summary>
    /// <param name="files">Traces as JSON lines; <c>gold</c> or <c>answer</c> is needed for the retention of answers.</param>
    /// <param name="part">Whose questions; see <see cref="QuestionSplit"/>.</param>
    /// <param name="compressors">Names, as <see cref="Compressors.Open"/> knows them.</param>
    /// <param name="student">The tokenizer in which lengths count.</param>
    /// <param name="ratios">Ratios in (0, 1).</param>
    /// <param name="progress">Told of each trace; null tells nobody.</param>
    /// <param name="cancellation">Stops between traces.</param>
    /// <returns>For each compressor one row for each ratio.</returns>
    /// <exception cref="InputException">A line cannot be used, no trace is left, or there is no such compressor.</exception>
    public static IReadOnlyList<CompressorScore> Run(IReadOnlyList<string> files, DataPart part, IReadOnlyList<string> compressors, ITokenizer student,
        IReadOnlyList<double> ratios, IStageProgress? progress = null, CancellationToken cancellation = default)
    {
        progress ??= IStageProgress.None;
        var traces = files.SelectMany(TraceFile.Read).Select(line => line.Trace ?? throw new InputException(line.Error!))
            .Where(trace => part == DataPart.All || QuestionSplit.Of(trace.Question) == part)
            .Select(trace => (trace.Gold, Thought: new SegmentedThought(trace.Question, trace.Thought, UnitDetector.Detect(trace.Thought)))).ToList();
        if (traces.Count == 0) throw new InputException($"{string.Join(", ", files)}: no traces of the {part.ToString().ToLowerInvariant()} part");
        using var rules = new UnitCompressor(new RulesScorer(), new ThoughtCompressor(student));
        var teacher = traces.Chunk(Together).SelectMany(group => rules.Compress([.. group.Select(trace => trace.Thought)], ratios)).ToList();
        var rows = new List<CompressorScore>();
        foreach (var name in compressors)
        {
            progress.Begin(name, traces.Count, "traces");
            using var compressor = Compressors.Open(name, student);
            var cuts = new List<CompressedThoughts>();
            var clock = Stopwatch.StartNew();
            foreach (var group in traces.Chunk(Together))
            {
                cancellation.ThrowIfCancellationRequested();
                cuts.AddRange(compressor.Compress([.. group.Select(trace => trace.Thought)], ratios));
                progress.Report(cuts.Count);
            }
            var speed = cuts.Sum(cut => (double)cut.Tokens) / clock.Elapsed.TotalSeconds;
            progress.End();
            for (var r = 0; r < ratios.Count; r++) rows.Add(Row(name, r, speed, cuts));
        }
        return rows;

        CompressorScore Row(string name, int r, double speed, List<CompressedThoughts> cuts)
        {
            var sum = traces.Select((trace, i) => (trace, i)).AsParallel()
                .Select(t => TraceQuality.Of(t.trace.Thought, t.trace.Gold, cuts[t.i].Ratios[r], teacher[t.i].Ratios[r])).Aggregate((a, b) => a + b);
            return CompressorScore.Of(name, ratios[r], cuts.Average(cut => cut.Ratios[r].ActualRatio), cuts.Average(cut => Math.Abs(cut.Ratios[r].ActualRatio - ratios[r])), sum, speed);
        }
    }

    /// <summary>The rows as a Markdown table.</summary>
    public static string Table(IReadOnlyList<CompressorScore> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("| compressor | ratio | realised | ratio error | formulas intact | equations | numbers in equations | answer | keep-F1 | repeats | tokens/s |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in rows)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Compressor} | {row.Ratio} | {row.RealisedRatio:f3} | {row.RatioError:f4} | {Percent(row.FormulaIntactness)} | {Percent(row.EquationRecall)} | {Percent(row.NumberRecall)} | {Percent(row.AnswerRetention)} | {row.KeepF1:f3} | {Percent(row.AdjacentRepeats)} | {row.TokensPerSecond:n0} |"));
        return text.ToString();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:f1} %");
}
