using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>The thoughts a compressor learns from, and their labels.</summary>
internal static class TrainingThoughts
{
    /// <summary>Thoughts of files of traces, of the questions of one part.</summary>
    /// <param name="files">JSON lines as <see cref="TraceFile"/> reads them.</param>
    /// <param name="part">Whose questions.</param>
    /// <param name="mostPerFile">At most so many of each file, chosen by a hash of the question; 0 for all.</param>
    /// <exception cref="InputException">A line cannot be used, or no thought is left.</exception>
    public static List<SegmentedThought> Thoughts(IEnumerable<string> files, DataPart part, int mostPerFile = 0)
    {
        var thoughts = files.SelectMany(file =>
        {
            var traces = TraceFile.Read(file).Select(line => line.Trace ?? throw new InputException(line.Error!))
                .Where(trace => part == DataPart.All || QuestionSplit.Of(trace.Question) == part).ToList();
            if (mostPerFile > 0 && traces.Count > mostPerFile) traces = [.. traces.OrderBy(trace => QuestionSplit.Hash(trace.Question)).Take(mostPerFile)];
            return traces.Select(trace => Segment(trace.Question, trace.Thought));
        }).ToList();
        return thoughts.Count > 0 ? thoughts : throw new InputException($"{string.Join(", ", files)}: no thoughts of the {part.ToString().ToLowerInvariant()} part");
    }

    /// <summary>Thoughts with the units a scorer would keep, as shares of the ratios.</summary>
    public static List<CompressorSample> Label(IReadOnlyList<SegmentedThought> thoughts, IUnitScorer teacher, ITokenizer tokenizer, IReadOnlyList<double> ratios)
    {
        var selection = new ThoughtCompressor(tokenizer);
        return [.. thoughts.AsParallel().AsOrdered().Select(thought => Shares(selection, thought, teacher.Score([thought])[0], ratios))];
    }

    /// <summary>Labelled thoughts of a file of <c>extracot annotate</c>; where a chunk has scores they count as shares, else its marks; other chunks are masked.</summary>
    /// <exception cref="InputException">The file is missing or damaged, or no thought of the part has labels.</exception>
    public static List<CompressorSample> FromLabels(string path, DataPart part, ITokenizer tokenizer, IReadOnlyList<double> ratios)
    {
        var selection = new ThoughtCompressor(tokenizer);
        var samples = LabelFile.Read(path).Where(row => part == DataPart.All || QuestionSplit.Of(row.Question) == part).Select(row =>
        {
            var thought = Segment(row.Question, row.Thought);
            var scores = row.UnitScores(thought.Units);
            return Array.TrueForAll(scores, score => score is not null)
                ? Shares(selection, thought, [.. scores.Select(score => score!.Value)], ratios)
                : new CompressorSample(thought, [.. row.Marks(thought.Units).Select(mark => mark switch { true => 1f, false => 0f, null => float.NaN })]);
        }).ToList();
        return samples.Count > 0 ? samples : throw new InputException($"{path}: no labels of the {part.ToString().ToLowerInvariant()} part");
    }

    private static CompressorSample Shares(ThoughtCompressor selection, SegmentedThought thought, float[] scores, IReadOnlyList<double> ratios)
    {
        var shares = new float[thought.Units.Count];
        foreach (var cut in selection.Compress(thought, scores, ratios).Ratios)
        {
            var kept = CompressorSample.Of(thought, cut.Kept).Keep;
            for (var unit = 0; unit < shares.Length; unit++) shares[unit] += kept[unit] / ratios.Count;
        }
        return new CompressorSample(thought, shares);
    }

    private static SegmentedThought Segment(string question, string thought) => new(question, thought, UnitDetector.Detect(thought));
}
