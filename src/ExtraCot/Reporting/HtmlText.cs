using System.Text;

namespace ExtraCot.Reporting;

/// <summary>Text that came from outside, made safe to stand in HTML, SVG and attribute values.</summary>
internal static class HtmlText
{
    /// <summary>
    /// Escapes markup and replaces what no document may hold: half surrogate pairs, control characters, and the direction overrides
    /// that would let a model's answer rearrange the text around it.
    /// </summary>
    public static string Escape(ReadOnlySpan<char> text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // half pairs come as U+FFFD
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\n' or '\t' => safe.Append((char)rune.Value),
                _ => safe.Append(IsForbidden(rune) ? "\uFFFD" : rune.ToString()),
            };
        }
        return safe.ToString();
    }

    private static bool IsForbidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) || (rune.Value & 0xFFFE) == 0xFFFE;
}
