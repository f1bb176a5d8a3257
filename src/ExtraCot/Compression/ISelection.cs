namespace ExtraCot.Compression;

/// <summary>Chooses the units of one thought for rising ratios.</summary>
internal interface ISelection
{
    /// <summary>The thought at a ratio that is not below that of the call before; keeps at least what that call kept.</summary>
    ThoughtAtRatio Cut(double ratio);
}
