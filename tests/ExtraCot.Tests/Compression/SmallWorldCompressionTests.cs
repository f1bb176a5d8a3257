using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Compression;

public class SmallWorldCompressionTests
{
    private static readonly double[] Ratios = [0.2, 0.4, 0.6, 0.8];
    private static readonly PieceTokenizer Tokenizer = new();
    private static readonly IReadOnlyList<SmallProblem> Problems = ProblemGenerator.Set(7, heldOut: false, 3000);

    [Fact]
    public void Should_tell_the_role_of_each_equation_as_the_generator_does()
    {
        var different = Problems.Where(problem => !FormulaRoles.Of(Segment(problem)).SequenceEqual(problem.Segments.Select(segment => segment.Kind switch
        {
            SegmentKind.CoreEquation => FormulaRole.Core,
            SegmentKind.HelperEquation => FormulaRole.Helper,
            SegmentKind.CheckEquation => FormulaRole.Check,
            _ => FormulaRole.None,
        })));
        Assert.Empty(different.Select(problem => problem.Thought));
    }

    [Fact]
    public void Should_keep_all_steps_then_helper_groups_then_whole_sentences()
    {
        foreach (var problem in Problems.Take(400))
        {
            foreach (var cut in Cut(problem))
            {
                var kept = problem.Segments.Where(segment => cut.Text.Contains(segment.Text, StringComparison.Ordinal)).ToList();
                Assert.All(problem.Segments.Where(s => s.Kind == SegmentKind.CoreEquation), core => Assert.Contains(core, kept));
                var helpers = problem.Segments.Count(s => s.Kind == SegmentKind.HelperEquation);
                var prose = kept.Any(s => s.Kind is not (SegmentKind.CoreEquation or SegmentKind.HelperEquation or SegmentKind.CheckEquation));
                if (prose) Assert.Equal(helpers, kept.Count(s => s.Kind == SegmentKind.HelperEquation));
            }
        }
    }

    [Fact]
    public void Should_stand_in_the_thought_as_it_was()
    {
        foreach (var problem in Problems.Take(400))
        {
            foreach (var cut in Cut(problem))
            {
                var segments = problem.Segments.Select(s => s.Text).ToList();
                var rest = cut.Text;
                foreach (var segment in segments.Where(segment => rest.StartsWith(segment, StringComparison.Ordinal))) rest = rest[segment.Length..];
                Assert.Equal("", rest);
                Assert.Equal(cut.Tokens, Tokenizer.Encode(cut.Text).Length);
            }
        }
    }

    [Fact]
    public void Should_meet_the_ratios_on_average_and_exceed_them_only_by_steps_or_slack()
    {
        var cuts = Problems.Take(1000).Select(Cut).ToList();
        for (var i = 0; i < Ratios.Length; i++) Assert.Equal(Ratios[i], cuts.Average(c => c[i].ActualRatio), 0.03);
    }

    [Fact]
    public void Should_rank_the_words_of_a_thought_as_their_purpose_asks()
    {
        var scores = new Dictionary<SegmentKind, List<double>>();
        foreach (var problem in Problems.Take(500))
        {
            var thought = Segment(problem);
            var units = new RulesScorer().Score([thought])[0];
            foreach (var sentence in thought.Units.Select((u, i) => (u.Sentence, Score: units[i])).GroupBy(u => u.Sentence))
            {
                var kind = problem.Segments[sentence.Key].Kind;
                if (!scores.TryGetValue(kind, out var list)) scores[kind] = list = [];
                list.Add(sentence.Average(u => u.Score));
            }
        }
        SegmentKind[] falling = [SegmentKind.CoreEquation, SegmentKind.Reason, SegmentKind.Result, SegmentKind.Story, SegmentKind.CheckProse];
        foreach (var (better, worse) in falling.Zip(falling.Skip(1))) Assert.True(scores[better].Average() > scores[worse].Average(), $"{better} {scores[better].Average():f3}, {worse} {scores[worse].Average():f3}");
        Assert.True(scores[SegmentKind.CoreEquation].Average() > scores[SegmentKind.CheckEquation].Average() + 0.4);
    }

    [Fact]
    public void Should_encode_at_every_ratio_with_the_small_tokenizer()
    {
        var file = Path.GetTempFileName();
        try
        {
            SmallWorldTokenizer.Write(file);
            var tokenizer = TokenizerFile.Load(file);
            var compressor = new ThoughtCompressor(tokenizer, SelectionOptions.SmallWorld);
            foreach (var problem in Problems.Take(300))
            {
                var thought = Segment(problem);
                var (_, cuts) = compressor.Compress(thought, new RulesScorer().Score([thought])[0], Ratios);
                foreach (var cut in cuts) Assert.Equal(cut.Tokens, tokenizer.Encode(cut.Text).Length);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static SegmentedThought Segment(SmallProblem problem) => new(problem.Question, problem.Thought, UnitDetector.Detect(problem.Thought));

    private static IReadOnlyList<ThoughtAtRatio> Cut(SmallProblem problem)
    {
        var thought = Segment(problem);
        return new ThoughtCompressor(Tokenizer, SelectionOptions.SmallWorld).Compress(thought, new RulesScorer().Score([thought])[0], Ratios).Ratios;
    }
}
