using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Compression;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Units;

namespace ExtraCot.SftData;

/// <summary>The TokenSkip baseline's data over the questions of the fixed-ratio samples: one ratio each, told in the prompt as a number (spec of stages 2 and 3, section 8).</summary>
internal sealed class TokenSkipStep(BuildContext build)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Run(StepCounter count)
    {
        var options = build.Options.TokenSkip;
        var used = JsonLines.Stream<MixedRatioSft.SftSample>(build.Run.PathOf(BuildContext.Train)).Where(sample => sample.Control is not "policy").Select(sample => sample.Id).ToHashSet();
        var random = SeededRandom.For(build.Options.Seed, "tokenskip");
        var scorer = UnitScorers.Open(build.Options.Compress.Scorer);
        using var owned = scorer as IDisposable;
        var compressor = new ThoughtCompressor(build.Format.Tokenizer, build.Options.Compress.Selection(keepConclusion: false));
        var rows = build.Items(BuildContext.Filter).Where(item => item.Part == SplitPart.Sft && used.Contains(item.Id)).Select(item =>
        {
            build.Cancellation.ThrowIfCancellationRequested();
            count.Read();
            count.Pass();
            var ratio = random.Pick(options.Ratios);
            var thought = new SegmentedThought(item.Question, item.Thought, UnitDetector.Detect(item.Thought));
            var text = compressor.Compress(thought, scorer.Score([thought])[0], [ratio]).Ratios[0].Text;
            var asked = ratio == 1 ? item.Question : string.Create(CultureInfo.InvariantCulture, $"{item.Question}{options.Separator}{ratio}{options.Separator}");
            return new { instruction = PromptFormat.Instruction, input = asked, output = $"{text}\n\nThe final answer is: $\\boxed{{{item.Gold}}}$" };
        }).ToList();
        random.Shuffle(rows);
        AtomicFile.Write(build.Run.PathOf(BuildContext.TokenSkipData), stream => JsonSerializer.Serialize(stream, rows, Json));
    }
}
