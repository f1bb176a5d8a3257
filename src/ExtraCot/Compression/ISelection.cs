namespace ExtraCot.Compression;

/// <summary>Chooses the units of one thought for rising ratios.</summary>
internal interface ISelection
{
    /// <summary>The thought at rising ratios; what is kept at one is kept at all that follow.</summary>
    IReadOnlyList<ThoughtAtRatio> Cut(IReadOnlyList<double> rising);
}
