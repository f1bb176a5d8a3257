using ExtraCot.Annotation;
using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Scorers by name, for options.</summary>
public static class UnitScorers
{
    /// <summary>"rules", "random", "truncate", or the folder of a trained compressor (disposable then).</summary>
    /// <exception cref="InputException">Neither a name nor a folder.</exception>
    public static IUnitScorer Open(string name) => name switch
    {
        "rules" => new RulesScorer(),
        "random" => new RandomScorer(),
        "truncate" => new TruncationScorer(),
        _ when Directory.Exists(name) => CompressorModel.Load(name),
        _ => throw new InputException($"{name}: expected rules, random, truncate or the folder of a trained compressor"),
    };
}
