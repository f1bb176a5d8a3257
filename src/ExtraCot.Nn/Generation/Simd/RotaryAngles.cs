using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Rotary position embedding with a table of angles in float32; channel i is paired with channel i + headDim / 2.</summary>
internal sealed unsafe class RotaryAngles
{
    private readonly int half;
    private readonly float[] cosines; // [positions, half]
    private readonly float[] sines;

    internal RotaryAngles(Qwen3Config shape, int positions)
    {
        var frequencies = shape.RotaryFrequencies();
        half = frequencies.Length;
        cosines = new float[positions * half];
        sines = new float[positions * half];
        for (var position = 0; position < positions; position++)
            for (var i = 0; i < half; i++)
                (sines[position * half + i], cosines[position * half + i]) = MathF.SinCos(position * frequencies[i]);
    }

    /// <summary>Rotates one head in place.</summary>
    /// <param name="x">[headDim]</param>
    /// <param name="position">The token's position.</param>
    internal void Rotate(float* x, int position)
    {
        var cos = cosines.AsSpan(position * half, half);
        var sin = sines.AsSpan(position * half, half);
        for (var i = 0; i < half; i += Vector256<float>.Count) // half a head is a multiple of 8
        {
            var (low, high) = (Vector256.Load(x + i), Vector256.Load(x + i + half));
            var (c, s) = (Vector256.Create<float>(cos[i..]), Vector256.Create<float>(sin[i..]));
            (low * c - high * s).Store(x + i);
            (high * c + low * s).Store(x + i + half);
        }
    }
}
