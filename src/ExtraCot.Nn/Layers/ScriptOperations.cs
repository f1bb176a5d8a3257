using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>libtorch's fused operations that the binding has no method for, reached through TorchScript functions of one operation each.</summary>
internal static class ScriptOperations
{
    private const string Source = """
        def rms_norm(x: Tensor, width: int, weight: Optional[Tensor], epsilon: float):
            return torch.rms_norm(x, [width], weight, epsilon)

        def flash(query: Tensor, key: Tensor, value: Tensor, queries: Tensor, keys: Tensor, longest_query: int, longest_key: int, causal: bool, used: Optional[Tensor]):
            return torch._flash_attention_forward(query, key, value, queries, keys, longest_query, longest_key, 0.0, causal, False, seqused_k=used)[0]

        def adamw(values: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], step: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, epsilon: float):
            torch._fused_adamw_(values, gradients, first, second, [], step, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)

        def add_product(target: Tensor, a: Tensor, b: Tensor):
            return torch.addmm(target, a, b, out_dtype=6, out=target)

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Source));

    /// <summary>x / √(mean(x²) + ε) · w over the last dimension, summed in float32; one kernel on a GPU.</summary>
    /// <param name="x">[…, D].</param>
    /// <param name="weight">[D], of the type of x, or null for none.</param>
    /// <param name="width">D.</param>
    /// <param name="epsilon">ε.</param>
    internal static Tensor RmsNorm(Tensor x, Tensor? weight, long width, double epsilon) => Call("rms_norm", x, width, weight!, epsilon);

    /// <summary>Attention of sequences of different lengths that stand one behind the other; CUDA and bfloat16 alone.</summary>
    /// <param name="query">[N, H, D].</param>
    /// <param name="key">[M, Hk, D]; Hk divides H.</param>
    /// <param name="value">[M, Hk, D].</param>
    /// <param name="queryStarts">[B + 1] int32: where each sequence begins among the queries, and the end.</param>
    /// <param name="keyStarts">[B + 1] int32: the same among the keys.</param>
    /// <param name="longestQuery">Most queries of a sequence.</param>
    /// <param name="longestKey">Most keys of a sequence.</param>
    /// <param name="causal">Whether the last query sees all keys, the one before all but the last, and so on.</param>
    /// <param name="used">[B] int32: keys of a sequence that count, or null for all.</param>
    /// <returns>[N, H, D].</returns>
    internal static Tensor Flash(Tensor query, Tensor key, Tensor value, Tensor queryStarts, Tensor keyStarts, long longestQuery, long longestKey, bool causal, Tensor? used = null) =>
        Call("flash", query, key, value, queryStarts, keyStarts, longestQuery, longestKey, causal, used!);

    // The lists come from outside: the compiler drops an operation whose results stay in lists of its own as having no effect.
    /// <summary>One AdamW step in place and in one pass.</summary>
    internal static void AdamW(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor step, double rate, double beta1, double beta2, double decay, double epsilon) =>
        Compiled.Value.invoke("adamw", new[] { values }, new[] { gradients }, new[] { first }, new[] { second }, new[] { step }, rate, beta1, beta2, decay, epsilon);

    /// <summary>Adds the product of two bfloat16 matrices to a float32 one, in one pass over it; CUDA alone.</summary>
    internal static void AddProduct(Tensor target, Tensor a, Tensor b) => Call("add_product", target, a, b).Dispose();

    private static Tensor Call(string function, params object[] arguments) => (Tensor)Compiled.Value.invoke(function, arguments);
}
