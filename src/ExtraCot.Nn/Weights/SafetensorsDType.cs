using TorchSharp;

namespace ExtraCot.Nn.Weights;

/// <summary>The element type names of the safetensors format.</summary>
internal static class SafetensorsDType
{
    private static readonly (string Name, torch.ScalarType Type, int Size)[] Known =
    [
        ("F32", torch.ScalarType.Float32, 4), ("F16", torch.ScalarType.Float16, 2), ("BF16", torch.ScalarType.BFloat16, 2),
        ("F64", torch.ScalarType.Float64, 8), ("I64", torch.ScalarType.Int64, 8), ("I32", torch.ScalarType.Int32, 4),
        ("I16", torch.ScalarType.Int16, 2), ("I8", torch.ScalarType.Int8, 1), ("U8", torch.ScalarType.Byte, 1), ("BOOL", torch.ScalarType.Bool, 1),
    ];

    public static (torch.ScalarType Type, int Size)? Parse(string name)
    {
        foreach (var known in Known)
            if (known.Name == name) return (known.Type, known.Size);
        return null;
    }

    public static string Name(torch.ScalarType type)
    {
        foreach (var known in Known)
            if (known.Type == type) return known.Name;
        throw new ArgumentOutOfRangeException(nameof(type), type, "no safetensors name for this element type");
    }

    public static int Size(torch.ScalarType type) => Parse(Name(type))!.Value.Size;
}
