using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Attention of one token over its row's cache, two query heads at a time (they share the loads of their key/value head). The order of
/// every sum depends on the length alone. One thread uses an instance at a time.
/// </summary>
internal sealed unsafe class SimdAttention(Qwen3Config shape, SimdCache cache, int capacity) : IDisposable
{
    private const int Lanes = VectorMath.Lanes;
    private readonly float scale = 1f / MathF.Sqrt(shape.HeadSize);
    private readonly int scoresLength = RoundUp(capacity);
    private readonly AlignedBuffer scores = new(2 * RoundUp(capacity));

    /// <summary>The query heads of one key/value head.</summary>
    /// <param name="row">The cache's row.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="head">The key/value head.</param>
    /// <param name="length">Positions to attend to, the token's own included.</param>
    /// <param name="queries">[heads, headDim]</param>
    /// <param name="output">[heads, headDim]</param>
    internal void Attend(int row, int layer, int head, int length, float* queries, float* output)
    {
        var group = shape.Heads / shape.KeyValueHeads;
        var blocks = cache.Blocks(row);
        for (var member = 0; member < group; member += 2)
        {
            var first = head * group + member;
            var second = member + 1 < group ? first + 1 : first; // a head without partner is computed twice
            float* a = scores.Data, b = a + scoresLength;
            for (var start = 0; start < length; start += SimdCache.Block)
                Score(cache.Keys(blocks[start / SimdCache.Block], layer, head), queries + first * shape.HeadSize, queries + second * shape.HeadSize, a + start, b + start);
            var past = RoundUp(length) - length; // scores of memory never written
            new Span<float>(a + length, past).Fill(float.NegativeInfinity);
            new Span<float>(b + length, past).Fill(float.NegativeInfinity);
            var (sumA, sumB) = (Exponentiate(a, length), Exponentiate(b, length));
            for (var strip = 0; strip < shape.HeadSize / Lanes; strip++)
                Mix(blocks, layer, head, strip, length, a, b, 1f / sumA, 1f / sumB, output + first * shape.HeadSize + strip * Lanes, output + second * shape.HeadSize + strip * Lanes);
        }
    }

    public void Dispose() => scores.Dispose();

    private static int RoundUp(int positions) => SimdCache.BlocksOf(positions) * SimdCache.Block;

    /// <summary>The scores of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score(float* keys, float* p, float* q, float* a, float* b)
    {
        var factor = Vector512.Create(scale);
        nint width = shape.HeadSize;
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, q0 = default, q1 = default, q2 = default, q3 = default; // eight chains hide the latency
        for (nint d = 0; d < width; d += 2, keys += 2 * SimdCache.Block)
        {
            var k0 = Vector512.LoadAligned(keys);
            var k1 = Vector512.LoadAligned(keys + Lanes);
            var k2 = Vector512.LoadAligned(keys + 2 * Lanes);
            var k3 = Vector512.LoadAligned(keys + 3 * Lanes);
            p0 = Vector512.FusedMultiplyAdd(Vector512.Create(p[d]), k0, p0);
            q0 = Vector512.FusedMultiplyAdd(Vector512.Create(q[d]), k0, q0);
            p1 = Vector512.FusedMultiplyAdd(Vector512.Create(p[d]), k1, p1);
            q1 = Vector512.FusedMultiplyAdd(Vector512.Create(q[d]), k1, q1);
            p2 = Vector512.FusedMultiplyAdd(Vector512.Create(p[d + 1]), k2, p2);
            q2 = Vector512.FusedMultiplyAdd(Vector512.Create(q[d + 1]), k2, q2);
            p3 = Vector512.FusedMultiplyAdd(Vector512.Create(p[d + 1]), k3, p3);
            q3 = Vector512.FusedMultiplyAdd(Vector512.Create(q[d + 1]), k3, q3);
        }
        ((p0 + p2) * factor).StoreAligned(a);
        ((p1 + p3) * factor).StoreAligned(a + Lanes);
        ((q0 + q2) * factor).StoreAligned(b);
        ((q1 + q3) * factor).StoreAligned(b + Lanes);
    }

    /// <summary>Turns scores into e^(score - max) and returns their sum.</summary>
    private static float Exponentiate(float* values, int length)
    {
        var max = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < length; i += Lanes) max = Vector512.Max(max, Vector512.LoadAligned(values + i));
        max = Vector512.Create(VectorMath.Max(max));
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < length; i += Lanes)
        {
            var weight = VectorMath.Exp(Vector512.LoadAligned(values + i) - max);
            weight.StoreAligned(values + i);
            sum += weight;
        }
        return VectorMath.Sum(sum);
    }

    /// <summary>16 channels of the values, weighted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(ReadOnlySpan<int> blocks, int layer, int head, int strip, int length, float* a, float* b, float scaleA, float scaleB, float* outputA, float* outputB)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (var start = 0; start < length; start += SimdCache.Block, a += SimdCache.Block, b += SimdCache.Block)
        {
            var v = cache.Values(blocks[start / SimdCache.Block], layer, head) + strip * SimdCache.StripLength;
            nint count = Math.Min(SimdCache.Block, length - start), whole = count - count % 4, t = 0;
            for (; t < whole; t += 4, v += 4 * Lanes)
            {
                var (v0, v1, v2, v3) = (Vector512.LoadAligned(v), Vector512.LoadAligned(v + Lanes), Vector512.LoadAligned(v + 2 * Lanes), Vector512.LoadAligned(v + 3 * Lanes));
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[t]), v0, a0);
                b0 = Vector512.FusedMultiplyAdd(Vector512.Create(b[t]), v0, b0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[t + 1]), v1, a1);
                b1 = Vector512.FusedMultiplyAdd(Vector512.Create(b[t + 1]), v1, b1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(a[t + 2]), v2, a2);
                b2 = Vector512.FusedMultiplyAdd(Vector512.Create(b[t + 2]), v2, b2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(a[t + 3]), v3, a3);
                b3 = Vector512.FusedMultiplyAdd(Vector512.Create(b[t + 3]), v3, b3);
            }
            for (; t < count; t++, v += Lanes)
            {
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[t]), Vector512.LoadAligned(v), a0);
                b0 = Vector512.FusedMultiplyAdd(Vector512.Create(b[t]), Vector512.LoadAligned(v), b0);
            }
        }
        (((a0 + a1) + (a2 + a3)) * scaleA).Store(outputA);
        (((b0 + b1) + (b2 + b3)) * scaleB).Store(outputB);
    }
}
