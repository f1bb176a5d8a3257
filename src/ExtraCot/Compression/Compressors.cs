using ExtraCot.Annotation;
using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Compression;

/// <summary>Compressors by name: <c>rules</c>, <c>random</c>, <c>truncate</c>, <c>llmlingua2:DIR</c>, or the folder or name of a trained compressor.</summary>
public static class Compressors
{
    /// <summary>The shipped compressor for mathematics.</summary>
    public const string Shipped = "compressor-math";

    private const string Lingua = "llmlingua2:";

    /// <summary>Opens a compressor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="student">The tokenizer in which lengths count.</param>
    /// <exception cref="InputException">No such compressor; the message says what there is.</exception>
    public static ITraceCompressor Open(string name, ITokenizer student) => name switch
    {
        "rules" => new UnitCompressor(new RulesScorer(), new ThoughtCompressor(student)),
        "random" => new UnitCompressor(new RandomScorer(), Bare(student)),
        "truncate" => new UnitCompressor(new TruncationScorer(), Bare(student)),
        _ when name.StartsWith(Lingua, StringComparison.Ordinal) => new LinguaCompressor(CompressorModel.Load(name[Lingua.Length..]), student),
        _ => new UnitCompressor(CompressorModel.Load(Folder(name)), new ThoughtCompressor(student)),
    };

    // A baseline keeps no answer by force.
    private static ThoughtCompressor Bare(ITokenizer student) => new(student, new SelectionOptions { KeepConclusion = false });

    private static string Folder(string name)
    {
        try
        {
            return ShippedModels.Find(name);
        }
        catch (InputException missing)
        {
            throw new InputException($"--model {name}: expected rules, random, truncate, llmlingua2:DIR or the folder of a compressor ({missing.Message})", missing);
        }
    }
}
