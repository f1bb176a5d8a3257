using System.Collections.Frozen;
using System.Text;

namespace ExtraCot.Text.Answers;

/// <summary>Rewrites mathematical Unicode symbols as the LaTeX the parser reads.</summary>
internal static class UnicodeMath
{
    private static readonly FrozenDictionary<char, string> Replacements = new Dictionary<char, string>
    {
        ['−'] = "-",
        ['–'] = "-",
        ['—'] = "-",
        ['‐'] = "-",
        ['‑'] = "-",
        ['﹣'] = "-",
        ['－'] = "-",
        ['×'] = "\\times ",
        ['⋅'] = "\\cdot ",
        ['·'] = "\\cdot ",
        ['∙'] = "\\cdot ",
        ['∗'] = "*",
        ['÷'] = "\\div ",
        ['∕'] = "/",
        ['⁄'] = "/",
        ['√'] = "\\sqrt ",
        ['∛'] = "\\sqrt[3] ",
        ['∜'] = "\\sqrt[4] ",
        ['π'] = "\\pi ",
        ['∞'] = "\\infty ",
        ['°'] = "^\\circ ",
        ['º'] = "^\\circ ",
        ['±'] = "\\pm ",
        ['∓'] = "\\mp ",
        ['≤'] = "\\le ",
        ['⩽'] = "\\le ",
        ['≥'] = "\\ge ",
        ['⩾'] = "\\ge ",
        ['≠'] = "\\ne ",
        ['≈'] = "\\approx ",
        ['≡'] = "\\equiv ",
        ['∣'] = "|",
        ['‖'] = "|",
        ['∧'] = "\\land ",
        ['∨'] = "\\lor ",
        ['∠'] = "\\angle ",
        ['△'] = "\\triangle ",
        ['ℤ'] = "\\mathbb{Z} ",
        ['ℕ'] = "\\mathbb{N} ",
        ['ℚ'] = "\\mathbb{Q} ",
        ['ℂ'] = "\\mathbb{C} ",
        ['∈'] = "\\in ",
        ['∪'] = "\\cup ",
        ['∩'] = "\\cap ",
        ['∅'] = "\\emptyset ",
        ['∖'] = "\\setminus ",
        ['ℝ'] = "\\mathbb{R} ",
        ['⟨'] = "\\langle ",
        ['⟩'] = "\\rangle ",
        ['⌊'] = "\\lfloor ",
        ['⌋'] = "\\rfloor ",
        ['⌈'] = "\\lceil ",
        ['⌉'] = "\\rceil ",
        ['½'] = "\\frac{1}{2} ",
        ['⅓'] = "\\frac{1}{3} ",
        ['⅔'] = "\\frac{2}{3} ",
        ['¼'] = "\\frac{1}{4} ",
        ['¾'] = "\\frac{3}{4} ",
        ['⅕'] = "\\frac{1}{5} ",
        ['⅖'] = "\\frac{2}{5} ",
        ['⅗'] = "\\frac{3}{5} ",
        ['⅘'] = "\\frac{4}{5} ",
        ['⅙'] = "\\frac{1}{6} ",
        ['⅚'] = "\\frac{5}{6} ",
        ['⅛'] = "\\frac{1}{8} ",
        ['⅜'] = "\\frac{3}{8} ",
        ['⅝'] = "\\frac{5}{8} ",
        ['⅞'] = "\\frac{7}{8} ",
        ['α'] = "\\alpha ",
        ['β'] = "\\beta ",
        ['γ'] = "\\gamma ",
        ['δ'] = "\\delta ",
        ['ε'] = "\\epsilon ",
        ['θ'] = "\\theta ",
        ['λ'] = "\\lambda ",
        ['μ'] = "\\mu ",
        ['ρ'] = "\\rho ",
        ['σ'] = "\\sigma ",
        ['τ'] = "\\tau ",
        ['φ'] = "\\phi ",
        ['ϕ'] = "\\phi ",
        ['ω'] = "\\omega ",
        ['Δ'] = "\\Delta ",
        ['Ω'] = "\\Omega ",
        ['′'] = "'",
        ['’'] = "'",
        ['‘'] = "'",
        ['“'] = "\"",
        ['”'] = "\"",
        ['…'] = "...",
        ['\u00a0'] = " ",
        ['\u2009'] = " ",
        ['\u202f'] = " ",
        ['\u3000'] = " ",
        ['\u200b'] = "",
        ['\ufeff'] = "",
        ['\u2062'] = "",
    }.ToFrozenDictionary();

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋";
    private const string Plain = "0123456789+-";

    public static string ToLatex(string text)
    {
        if (text.AsSpan().IndexOfAny('\b', '\f') >= 0) text = text.Replace("\b", "\\b", StringComparison.Ordinal).Replace("\f", "\\f", StringComparison.Ordinal); // \binom, \frac unescaped in JSON
        if (System.Text.Ascii.IsValid(text)) return text;
        var written = new StringBuilder(text.Length + 16);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (Superscripts.Contains(letter, StringComparison.Ordinal)) index = Script(text, index, Superscripts, "^{", written);
            else if (Subscripts.Contains(letter, StringComparison.Ordinal)) index = Script(text, index, Subscripts, "_{", written);
            else if (letter == '\uD835' && index + 1 < text.Length && MathLetter(text[index + 1]) is { } plain)
            {
                written.Append(plain);
                index++;
            }
            else if (letter is >= '！' and <= '～') written.Append((char)(letter - '！' + '!')); // full width
            else written.Append(Replacements.TryGetValue(letter, out var replacement) ? replacement : letter.ToString());
        }
        return written.ToString();
    }

    // Mathematical alphabets (bold, italic, …): letters in turns of 52, then digits in turns of ten.
    private static char? MathLetter(char low)
    {
        var offset = low - '\uDC00';
        if (offset is >= 0 and < 0x2A4) return (char)(offset % 52 < 26 ? 'A' + offset % 52 : 'a' + offset % 52 - 26);
        return offset is >= 0x3CE and <= 0x3FF ? (char)('0' + (offset - 0x3CE) % 10) : null;
    }

    private static int Script(string text, int index, string digits, string open, StringBuilder written)
    {
        written.Append(open);
        for (; index < text.Length && digits.IndexOf(text[index], StringComparison.Ordinal) is >= 0 and var digit; index++) written.Append(Plain[digit]);
        written.Append('}');
        return index - 1;
    }
}
