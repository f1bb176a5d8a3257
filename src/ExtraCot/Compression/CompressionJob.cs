using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>A file of traces to compress.</summary>
/// <param name="Input">JSON lines as <see cref="TraceFile"/> reads them.</param>
/// <param name="Output">Where the result goes; complete or absent.</param>
/// <param name="Ratios">Ratios in (0, 1].</param>
/// <param name="Scorer">Says what is worth keeping.</param>
/// <param name="Student">The tokenizer in which lengths count.</param>
/// <param name="Options">How the budget is spent.</param>
/// <param name="Settings">What else the result depends on (names of the model and the tokenizer): a stopped run is continued only under the same settings.</param>
public sealed record CompressionJob(
    string Input, string Output, IReadOnlyList<double> Ratios, IUnitScorer Scorer, ITokenizer Student, SelectionOptions Options, string Settings);
