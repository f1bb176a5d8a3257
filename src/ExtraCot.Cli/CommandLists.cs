using System.Globalization;
using ExtraCot.Text;

namespace ExtraCot.Cli;

/// <summary>Lists in one argument, parted by commas.</summary>
internal static class CommandLists
{
    /// <summary>The words of a list.</summary>
    public static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A list of seeds.</summary>
    /// <exception cref="InputException">A word is no whole number of at least 0.</exception>
    public static ulong[] Seeds(string list, string option) => [.. Words(list).Select(word =>
        ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : throw new InputException($"{option} {list}: '{word}' is no seed; expected whole numbers such as 1,2,3"))];
}
