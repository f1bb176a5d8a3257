using ExtraCot.Pretraining;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Tests.Pretraining;

/// <summary>A run of seconds: a very small model, a few hundred tokens a step.</summary>
internal static class TinyRun
{
    internal static PretrainOptions Options(int steps) => new()
    {
        Seed = 7,
        Steps = steps,
        TokensPerStep = 600,
        Warmup = 2,
        Workers = 2,
        CheckpointEvery = 100,
        EvaluateEvery = 100,
        HeldOutDocuments = 8,
        HeldOutProblems = 0,
        Problems = new PretrainingDifficulty { MaxEquations = 2, HardShare = 0 },
        Model = new PretrainModelOptions { HiddenSize = 32, IntermediateSize = 48, Layers = 2, Heads = 2, KeyValueHeads = 1, HeadSize = 16 },
    };

    internal static ITokenizer Tokenizer()
    {
        using var folder = new ScratchFolder();
        SmallWorldTokenizer.Write(folder.File("tokenizer.json"));
        return TokenizerFile.Load(folder.File("tokenizer.json"));
    }
}
