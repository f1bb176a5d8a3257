namespace ExtraCot.Compression;

/// <summary>A file of traces to compress.</summary>
/// <param name="Input">JSON lines as <see cref="TraceFile"/> reads them.</param>
/// <param name="Output">Where the result goes; complete or absent.</param>
/// <param name="Ratios">Ratios in (0, 1].</param>
/// <param name="Compressor">Cuts the thoughts.</param>
/// <param name="Settings">What else the result depends on (names of the model and the tokenizer): a stopped run is continued only under the same settings.</param>
/// <param name="Format">What a line looks like.</param>
/// <param name="Resume">Whether to go on with a run that was stopped.</param>
public sealed record CompressionJob(
    string Input, string Output, IReadOnlyList<double> Ratios, ITraceCompressor Compressor, string Settings, CompressedFormat Format = CompressedFormat.Ranges, bool Resume = false);
