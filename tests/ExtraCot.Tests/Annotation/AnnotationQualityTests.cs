using System.Text.Json;
using ExtraCot.Annotation;
using ExtraCot.Compressor;
using ExtraCot.Nn.Runtime;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Annotation;

public class AnnotationQualityTests
{
    [Fact]
    public void Should_count_precision_recall_and_ranking()
    {
        const string text = "a b c d";
        var reference = Line(text, [[0, 3]], null); // a b
        var labels = Line(text, [[1, 5]], [0.1f, 0.9f, 0.5f, 0.1f]); // b c
        var quality = AnnotationQuality.Of([(reference, labels)], _ => true);
        Assert.Equal((4, 0.5, 0.5, 0.5, 0.5), (quality.Units, quality.Share, quality.Precision, quality.Recall, quality.F1));
        Assert.Equal((1 + 1 + 0 + 0.5) / 4, quality.Ranking, 1e-9); // b>c, b>d, a<c, a=d
        Assert.Equal(0, AnnotationQuality.Of([(reference, Line(text, [], null, ChunkStatus.ApiError))], _ => true).Units);
    }

    [Fact]
    public void Should_count_as_T28()
    {
        const string text = "abcdefghij"; // ten units: 3 kept by both, 2 by the labels alone, 1 by the reference alone
        var units = Enumerable.Range(0, 10).Select(i => new Unit(i, i + 1, UnitKind.Word, 0, 0)).ToList();
        var quality = KeepQuality.Of([new CompressorSample(new SegmentedThought("", text, units), [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])], [[.9f, .9f, .9f, .1f, .9f, .9f, .1f, .1f, .1f, .1f]]);
        Assert.Equal((.6, .75, .666667), (quality.Precision, quality.Recall, Math.Round(quality.F1, 6)));
        var spaced = string.Join(' ', text.Select(letter => letter));
        var labels = AnnotationQuality.Of([(Line(spaced, [[0, 7]], null), Line(spaced, [[0, 5], [7, 11]], null))], _ => true);
        Assert.Equal((10, .6, .75, .666667), (labels.Units, labels.Precision, labels.Recall, Math.Round(labels.F1, 6)));
    }

    [Fact]
    public void Should_hold_rules_to_the_hand_checked_traces()
    {
        var gold = LabelFile.Read(Repository.Path("data", "hand-checked.jsonl")).ToList();
        Assert.True(gold.Count >= 20);
        Assert.All(gold, line => Assert.DoesNotContain((bool?)null, line.Marks(UnitDetector.Detect(line.Thought))));
        var pairs = AnnotationEvaluation.Run(gold, new ScoreAnnotator("rules", new RulesScorer(), null), TestContext.Current.CancellationToken);
        var quality = AnnotationQuality.Of(pairs, unit => unit.Kind != UnitKind.Punctuation);
        Assert.True(quality is { Precision: > 0.84, Recall: > 0.88, Ranking: > 0.93 }, quality.ToString());
    }

    [Fact]
    public void Should_rank_equations_of_the_solution_above_checks_by_what_a_model_loses_without_them()
    {
        TorchRuntime.Initialize();
        using var language = LanguageModel.Load(Repository.Path("models", "small-base"));
        var pairs = AnnotationEvaluation.Run(SmallWorldLabels.Make(4), new ScoreAnnotator("model", new ModelScorer(new LocalAblation(language)), null), TestContext.Current.CancellationToken);
        var formulas = AnnotationQuality.Of(pairs, unit => unit.Kind == UnitKind.Formula);
        Assert.True(formulas is { Ranking: > 0.8 }, formulas.ToString());
    }

    private static LabelledThought Line(string text, IReadOnlyList<int[]> kept, float[]? scores, ChunkStatus status = ChunkStatus.Ok) =>
        new(JsonSerializer.SerializeToElement(1), "x", "", text, [new() { Start = 0, End = text.Length, Status = status, Kept = kept, Scores = scores }]);
}
