using System.Globalization;

namespace ExtraCot.Reporting;

/// <summary>Rounding of the figures that leave the program: finer than any interval, short enough to read.</summary>
internal static class Rounded
{
    /// <summary>Shares and ratios: four digits.</summary>
    public static double Share(double value) => Math.Round(value, 4);

    /// <summary>The same for a value that need not exist: NaN becomes null, since JSON has no NaN.</summary>
    public static double? ShareOrNull(double value) => double.IsNaN(value) ? null : Share(value);

    /// <summary>Probabilities, which may be tiny: two significant digits.</summary>
    public static double Probability(double value) => double.Parse(value.ToString("g2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Mean token counts: two digits.</summary>
    public static double Tokens(double value) => Math.Round(value, 2);

    /// <summary>Wall time: a tenth of a second.</summary>
    public static double Seconds(double value) => Math.Round(value, 1);
}
