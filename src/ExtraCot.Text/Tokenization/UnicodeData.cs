using System.Globalization;

namespace ExtraCot.Text.Tokenization;

/// <summary>
/// Decompositions and combining classes of Unicode. The runtime's own normalisation does nothing in invariant
/// globalization, and the encoders need to know which characters each result came from.
/// </summary>
internal static class UnicodeData
{
    // Hangul syllables compose by arithmetic (Unicode standard, section 3.12).
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Vowels = 21, Tails = 28, Leads = 19;

    private static readonly Dictionary<int, int> CombiningClasses = [];
    private static readonly Dictionary<int, (bool Compatible, int[] Parts)> Decompositions = [];
    private static readonly Dictionary<(int, int), int> Compositions = [];

    static UnicodeData()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream(typeof(UnicodeData), "UnicodeNormalization.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line[0] != '#') Add(line.Split(';'));
    }

    public static int CombiningClass(int code) => CombiningClasses.GetValueOrDefault(code);

    /// <summary>Appends the full decomposition, or the character itself when it has none.</summary>
    public static void Decompose(int code, bool compatible, List<int> into)
    {
        if (code - HangulBase is >= 0 and < Leads * Vowels * Tails and var syllable)
        {
            into.Add(LeadBase + syllable / (Vowels * Tails));
            into.Add(VowelBase + syllable / Tails % Vowels);
            if (syllable % Tails > 0) into.Add(TailBase + syllable % Tails);
        }
        else if (Decompositions.TryGetValue(code, out var found) && (compatible || !found.Compatible))
            foreach (var part in found.Parts) Decompose(part, compatible, into);
        else into.Add(code);
    }

    /// <summary>The single character two others compose to, or null.</summary>
    public static int? Compose(int first, int second)
    {
        if (first - LeadBase is >= 0 and < Leads and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
            return HangulBase + (lead * Vowels + vowel) * Tails;
        var isOpenSyllable = first - HangulBase is >= 0 and < Leads * Vowels * Tails && (first - HangulBase) % Tails == 0;
        if (isOpenSyllable && second - TailBase is > 0 and < Tails and var tail)
            return first + tail;
        return Compositions.TryGetValue((first, second), out var code) ? code : null;
    }

    private static void Add(string[] fields)
    {
        var code = Hex(fields[0]);
        if (fields[1].Length > 0) CombiningClasses[code] = int.Parse(fields[1], CultureInfo.InvariantCulture);
        if (fields.Length < 4) return;
        var parts = Array.ConvertAll(fields[3].Split(' '), Hex);
        Decompositions[code] = (fields[2] == "k", parts);
        if (fields[2] == "c") Compositions[(parts[0], parts[1])] = code;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
