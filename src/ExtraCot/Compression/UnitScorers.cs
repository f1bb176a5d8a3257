using ExtraCot.Annotation;
using ExtraCot.Compressor;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Scorers by name: <c>rules</c>, <c>random</c>, <c>truncate</c>, or the folder or name of a trained compressor (disposable then).</summary>
public static class UnitScorers
{
    /// <summary>The shipped compressor for mathematics.</summary>
    public const string Shipped = "compressor-math";

    /// <summary>Opens a scorer.</summary>
    /// <exception cref="InputException">No such scorer; the message says what there is.</exception>
    public static IUnitScorer Open(string name) => name switch
    {
        "rules" => new RulesScorer(),
        "random" => new RandomScorer(),
        "truncate" => new TruncationScorer(),
        _ => CompressorModel.Load(Folder(name)),
    };

    /// <summary>Whether it is a control, which keeps no answer by force.</summary>
    public static bool IsBaseline(string name) => name is "random" or "truncate";

    private static string Folder(string name)
    {
        try
        {
            return ShippedModels.Find(name);
        }
        catch (InputException missing)
        {
            throw new InputException($"{name}: expected rules, random, truncate or the folder or name of a compressor ({missing.Message})", missing);
        }
    }
}
