using static TorchSharp.torch;

namespace ExtraCot.Models;

/// <summary>Gives new rows of an embedding or output layer an explicit start.</summary>
public static class EmbeddingRows
{
    private const double MeanSpread = 0.01;

    /// <summary>Sets rows in place.</summary>
    /// <param name="matrix">[V, d], any floating type.</param>
    /// <param name="rows">Rows to set.</param>
    /// <param name="used">Rows of tokens that were trained are below this, <paramref name="rows"/> excepted.</param>
    /// <param name="start">How.</param>
    /// <param name="seed">Of the directions.</param>
    public static void Initialise(Tensor matrix, IReadOnlyList<int> rows, int used, RowStart start, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var generator = new Generator(seed);
        var median = MedianNorm(matrix, rows, used);
        var directions = randn(rows.Count, matrix.size(1), generator: generator).to(matrix.device); // drawn on the CPU: the same anywhere
        directions = directions / directions.norm(1, keepdim: true) * median;
        if (start == RowStart.Mean) directions = Trained(matrix, rows, used).mean([0], keepdim: true) + directions * MeanSpread;
        matrix.index_copy_(0, Index(rows, matrix), directions.to(matrix.dtype));
    }

    /// <summary>Median norm of the trained rows.</summary>
    /// <inheritdoc cref="Initialise"/>
    public static float MedianNorm(Tensor matrix, IReadOnlyList<int> rows, int used)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return Trained(matrix, rows, used).norm(1).median().item<float>();
    }

    private static Tensor Trained(Tensor matrix, IReadOnlyList<int> rows, int used)
    {
        var below = Math.Min(used, matrix.size(0));
        int[] excluded = [.. rows.Where(row => row < below)];
        var trained = ones(below, dtype: ScalarType.Bool, device: matrix.device);
        if (excluded.Length > 0) trained.index_fill_(0, Index(excluded, matrix), false);
        return matrix.detach().narrow(0, 0, below)[trained].to(ScalarType.Float32);
    }

    private static Tensor Index(IReadOnlyList<int> rows, Tensor matrix) => tensor(rows.Select(row => (long)row).ToArray(), device: matrix.device);
}
