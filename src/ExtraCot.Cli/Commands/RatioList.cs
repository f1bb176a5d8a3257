using System.Globalization;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary>The value of <c>--ratios</c>.</summary>
internal static class RatioList
{
    internal static double[] Parse(string list) => list.Split(',', StringSplitOptions.TrimEntries).Select(word =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is > 0 and <= 1
            ? ratio
            : throw new InputException($"--ratios {list}: '{word}' is not a number in (0, 1]; expected a list such as 0.2,0.4,0.6,0.8")).Distinct().ToArray();
}
