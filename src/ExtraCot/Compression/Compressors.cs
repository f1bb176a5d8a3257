using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Compression;

/// <summary>Compressors by name: a scorer of <see cref="UnitScorers"/>, by which whole units are chosen, but for <c>llmlingua2:DIR</c> and <c>truncate</c>, which know no units.</summary>
public static class Compressors
{
    private const string Lingua = "llmlingua2:";

    /// <summary>Opens a compressor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="student">The tokenizer in which lengths count.</param>
    /// <exception cref="InputException">No such compressor; the message says what there is.</exception>
    public static ITraceCompressor Open(string name, ITokenizer student) => name switch
    {
        "truncate" => new TruncationCompressor(student),
        _ when name.StartsWith(Lingua, StringComparison.Ordinal) => new LinguaCompressor(CompressorModel.Load(name[Lingua.Length..]), student),
        _ => new UnitCompressor(UnitScorers.Open(name), new ThoughtCompressor(student, new SelectionOptions { KeepConclusion = !UnitScorers.IsBaseline(name) })),
    };
}
