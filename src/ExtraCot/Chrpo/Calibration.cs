namespace ExtraCot.Chrpo;

/// <summary>
/// R_cal: how well the realised ratio meets the chosen one (spec of stages 2 and 3, section 6.4).
/// <code>
/// R_cal = clip(1 − H_τ(e)/H_τ(τ), −1, 1),  e = |r̂ − r_c|,  H_d(e) = e²/2 for e ≤ d, d(e − d/2) beyond
/// </code>
/// </summary>
public static class Calibration
{
    private const double MaxRealisedRatio = 2;

    /// <summary>r̂ = min(2, L / L_ref).</summary>
    /// <param name="thinkTokens">L.</param>
    /// <param name="referenceTokens">L_ref &gt; 0.</param>
    public static double RealisedRatio(int thinkTokens, double referenceTokens) => Math.Min(MaxRealisedRatio, thinkTokens / referenceTokens);

    /// <summary>R_cal: 1 at e = 0, 0 at the band's edge, −1 from one and a half bands on.</summary>
    /// <param name="error">e ≥ 0.</param>
    /// <param name="band">τ &gt; 0.</param>
    public static double Reward(double error, double band) => Math.Clamp(1 - Huber(error, band) / Huber(band, band), -1, 1);

    private static double Huber(double error, double delta) => error <= delta ? error * error / 2 : delta * (error - delta / 2);
}
