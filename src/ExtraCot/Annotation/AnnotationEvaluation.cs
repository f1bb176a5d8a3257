using System.Globalization;
using System.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Measures an annotator against hand-checked labels.</summary>
public static class AnnotationEvaluation
{
    /// <summary>Labels thoughts and puts the labels beside those they came with.</summary>
    /// <param name="gold">Labels that are taken for right.</param>
    /// <param name="annotator">The annotator to measure.</param>
    /// <param name="cancellation">Stops between thoughts.</param>
    /// <returns>Each thought's own labels and the annotator's.</returns>
    public static IReadOnlyList<(LabelledThought Reference, LabelledThought Labels)> Run(IEnumerable<LabelledThought> gold, IAnnotator annotator, CancellationToken cancellation = default)
    {
        var pairs = new List<(LabelledThought, LabelledThought)>();
        foreach (var reference in gold)
        {
            var thought = new SegmentedThought(reference.Question, reference.Thought, UnitDetector.Detect(reference.Thought));
            var chunks = annotator.AnnotateAsync(thought, cancellation).GetAwaiter().GetResult();
            pairs.Add((reference, reference with { Annotator = annotator.Description, Chunks = chunks }));
        }
        return pairs;
    }

    /// <summary>Precision, recall, F1 and ranking over words and formulas, over formulas alone, and over words alone.</summary>
    public static string Table(IReadOnlyList<(LabelledThought Reference, LabelledThought Labels)> pairs)
    {
        var table = new StringBuilder("| units | count | to keep | precision | recall | F1 | ranking |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        Add("words and formulas", unit => unit.Kind != UnitKind.Punctuation);
        Add("formulas", unit => unit.Kind is UnitKind.Formula or UnitKind.Equation);
        Add("words", unit => unit.Kind is UnitKind.Word);
        return table.ToString();

        void Add(string name, Func<Unit, bool> counts)
        {
            var quality = AnnotationQuality.Of(pairs, counts);
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {quality.Units} | {quality.Share:0.000} | {quality.Precision:0.000} | {quality.Recall:0.000} | {quality.F1:0.000} | {quality.Ranking:0.000} |\n");
        }
    }

    /// <summary>The sentences of which most units are labelled otherwise, one a line: <c>id TAB + or - TAB sentence</c>, the sign being the reference's.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<(LabelledThought Reference, LabelledThought Labels)> pairs)
    {
        foreach (var (reference, labels) in pairs)
        {
            var units = UnitDetector.Detect(reference.Thought);
            var (marks, own) = (reference.Marks(units), labels.Marks(units));
            foreach (var sentence in Sentences.Of(units))
            {
                var (first, end) = (sentence.Start.Value, sentence.End.Value);
                var different = Enumerable.Range(first, end - first).Count(i => marks[i] != own[i]);
                if (2 * different <= end - first) continue;
                yield return $"{reference.Id}\t{(marks[first] == true ? '+' : '-')}\t{reference.Thought[units[first].Start..units[end - 1].End].Trim()}";
            }
        }
    }
}
