using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using Parquet;
using Parquet.Serialization;

namespace ExtraCot.SftData;

/// <summary>Writes samples as JSON lines and, beside them, as Parquet.</summary>
internal static class SampleFiles
{
    private const int RowGroup = 10_000;

    /// <summary>The Parquet file beside a file of JSON lines.</summary>
    public static string Parquet(string jsonLines) => Path.ChangeExtension(jsonLines, ".parquet");

    public static void Write(RunFolder run, string name, IReadOnlyList<SftSample> samples)
    {
        JsonLines.Write(run.PathOf(name), samples);
        WriteParquet(run.PathOf(Parquet(name)), samples);
    }

    public static void WriteParquet<T>(string path, IReadOnlyList<T> rows) => AtomicFile.Write(path, stream =>
        ParquetSerializer.SerializeAsync(rows, stream, new ParquetOptions { RowGroupSize = RowGroup, CompressionMethod = CompressionMethod.Zstd }).GetAwaiter().GetResult());
}
