using ExtraCot.Compressor;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Tests.Compressor;

/// <summary>Small-world thoughts with the marks of a simple teacher: all equations, and every second sentence.</summary>
internal static class CompressorData
{
    private static readonly Lazy<ITokenizer> Loaded = new(() => TokenizerFile.Load(TokenizerPath));

    public static string TokenizerPath => Repository.Path("models", "small-base", TokenizerFile.FileName);

    public static ITokenizer Tokenizer => Loaded.Value;

    public static IReadOnlyList<CompressorSample> Samples(ulong seed, int count) => [.. ProblemGenerator.Set(seed, heldOut: false, count).Select(problem =>
    {
        var units = UnitDetector.Detect(problem.Thought);
        return new CompressorSample(new SegmentedThought(problem.Question, problem.Thought, units), [.. units.Select(u => u.Kind is UnitKind.Equation or UnitKind.Formula || u.Sentence % 2 == 0 ? 1f : 0f)]);
    })];

    public static IReadOnlyList<SegmentedThought> Thoughts(int count) => [.. Samples(5, count).Select(sample => sample.Thought)];

    public static CompressorModel Model(int positions = 1024) =>
        CompressorModel.Create(new CompressorOptions { Width = 32, Layers = 1, Heads = 2, FeedForward = 48, MaxPositions = positions }, Tokenizer, seed: 1);
}
