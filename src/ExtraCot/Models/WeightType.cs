using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Models;

/// <summary>Element types of weights as options name them.</summary>
public static class WeightType
{
    private static readonly (string Short, string Name, ScalarType Type)[] Known =
        [("f32", "float32", ScalarType.Float32), ("bf16", "bfloat16", ScalarType.BFloat16), ("f16", "float16", ScalarType.Float16)];

    /// <summary>Reads a name: f32, bf16, f16 or as in <c>config.json</c>.</summary>
    /// <exception cref="InputException">Another.</exception>
    public static ScalarType Parse(string name)
    {
        foreach (var known in Known)
            if (name == known.Short || name == known.Name) return known.Type;
        throw new InputException($"'{name}' is no element type of weights; expected f32, bf16 or f16");
    }

    /// <summary>The name in <c>config.json</c>.</summary>
    public static string Name(ScalarType type) => type.ToString().ToLowerInvariant();
}
