using System.Runtime.Intrinsics;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Layers.Fused;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>The arithmetic of one AdamW step on flat vectors: one pass over memory.</summary>
internal readonly unsafe struct AdamWUpdate(double rate, long step, AdamWOptions options)
{
    private const int Lanes = 16;
    private const long Block = 1 << 16;
    private readonly double correction = Math.Sqrt(1 - Math.Pow(options.Beta2, step)), size = rate / (1 - Math.Pow(options.Beta1, step));

    /// <summary>Reads each value, gradient and moment once.</summary>
    /// <param name="values">θ [P].</param>
    /// <param name="gradients">g [P].</param>
    /// <param name="first">m [P].</param>
    /// <param name="second">v [P].</param>
    /// <param name="decayed">The first so many values decay.</param>
    internal void InOnePass(Tensor values, Tensor gradients, Tensor first, Tensor second, long decayed)
    {
        float* theta = Rows.Pointer(values), g = Rows.Pointer(gradients), m = Rows.Pointer(first), v = Rows.Pointer(second);
        var (update, count) = (this, values.numel());
        Rows.Run((int)((count + Block - 1) / Block), block =>
        {
            var (from, to) = (block * Block, Math.Min(count, (block + 1) * Block));
            update.Range(theta, g, m, v, from, Math.Clamp(decayed, from, to), decay: true);
            update.Range(theta, g, m, v, Math.Clamp(decayed, from, to), to, decay: false);
        });
    }

    /// <summary>The same with libtorch's fused operation: one pass on a GPU too.</summary>
    internal void InOperations(Tensor values, Tensor gradients, Tensor first, Tensor second, long decayed)
    {
        using var guard = no_grad();
        foreach (var (from, count, decay) in new[] { (0L, decayed, options.WeightDecay), (decayed, values.numel() - decayed, 0) })
        {
            if (count == 0) continue;
            using var scope = NewDisposeScope();
            Tensor Part(Tensor whole) => whole.narrow(0, from, count);
            using var steps = full(1, (float)step, device: values.device);
            ScriptOperations.AdamW(Part(values), Part(gradients), Part(first), Part(second), steps, rate, options.Beta1, options.Beta2, decay, options.Epsilon);
        }
    }

    private void Range(float* theta, float* g, float* m, float* v, long from, long to, bool decay)
    {
        var keep = Vector512.Create(decay ? (float)(1 - rate * options.WeightDecay) : 1f);
        Vector512<float> beta1 = Vector512.Create((float)options.Beta1), rest1 = Vector512.Create((float)(1 - options.Beta1));
        Vector512<float> beta2 = Vector512.Create((float)options.Beta2), rest2 = Vector512.Create((float)(1 - options.Beta2));
        Vector512<float> root = Vector512.Create((float)(1 / correction)), epsilon = Vector512.Create((float)options.Epsilon), pace = Vector512.Create((float)size);
        var i = from;
        for (; i + Lanes <= to; i += Lanes)
        {
            var gradient = Vector512.Load(g + i);
            var mean = Vector512.Load(m + i) * beta1 + gradient * rest1;
            var square = Vector512.Load(v + i) * beta2 + gradient * gradient * rest2;
            mean.Store(m + i);
            square.Store(v + i);
            (Vector512.Load(theta + i) * keep - pace * mean / (Vector512.Sqrt(square) * root + epsilon)).Store(theta + i);
        }
        for (; i < to; i++)
        {
            m[i] = m[i] * beta1[0] + g[i] * rest1[0];
            v[i] = v[i] * beta2[0] + g[i] * g[i] * rest2[0];
            theta[i] = theta[i] * keep[0] - pace[0] * m[i] / (MathF.Sqrt(v[i]) * root[0] + epsilon[0]);
        }
    }
}
