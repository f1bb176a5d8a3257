using System.Globalization;

namespace ExtraCot.Annotation;

/// <summary>What a label file holds.</summary>
/// <param name="Thoughts">Labelled thoughts.</param>
/// <param name="BadLines">Input lines that could not be used.</param>
/// <param name="Chunks">Chunks of each status.</param>
/// <param name="KeptShare">Kept characters over those of all labelled chunks; 0 where none is labelled.</param>
/// <param name="Fault">What the first chunk without labels says of it; null where there is none.</param>
/// <param name="PromptTokens">Tokens that an endpoint read.</param>
/// <param name="CompletionTokens">Tokens that an endpoint wrote.</param>
public sealed record AnnotationSummary(int Thoughts, int BadLines, IReadOnlyDictionary<ChunkStatus, int> Chunks, double KeptShare, string? Fault, long PromptTokens, long CompletionTokens)
{
    /// <value>Whether there were chunks and none could be labelled.</value>
    public bool IsFailure => Chunks[ChunkStatus.Ok] + Chunks[ChunkStatus.Empty] == 0 && Chunks.Values.Sum() > 0;

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var chunks = string.Join(", ", Chunks.Where(row => row.Value > 0).Select(row => $"{row.Value} {row.Key}"));
        var usage = PromptTokens + CompletionTokens > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {PromptTokens:n0} prompt and {CompletionTokens:n0} completion tokens") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Thoughts} thoughts, {100 * KeptShare:0.0} % of their labelled text kept; chunks: {chunks}{usage}");
    }
}
