using System.Runtime.InteropServices;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Unicode normalisation forms C, KC and D with the origin of every character.</summary>
/// <param name="compatible">Compatibility decomposition (KC): ligatures, circled digits and the like are spelt out.</param>
/// <param name="compose">Recompose (C, KC) or leave decomposed (D).</param>
/// <remarks>
/// Origins follow Hugging Face's: a result takes the place of the first character it replaces, further characters of a
/// decomposition share the place of the one before them.
/// </remarks>
internal sealed class UnicodeNormalizer(bool compatible, bool compose) : INormalizer
{
    /// <summary>A character of the result; <paramref name="Change"/> is 1 for an inserted one, −n for one that replaces n further ones.</summary>
    private readonly record struct Mapped(int Code, int Class, int Change);

    // Below these nothing decomposes or combines in the respective form.
    private readonly char firstAffected = compatible || !compose ? '\u00A0' : '\u0300';

    public AlignedText Normalize(AlignedText text)
    {
        if (!text.Text.AsSpan().ContainsAnyExceptInRange('\0', (char)(firstAffected - 1))) return text;
        var mapped = Decompose(text.Text);
        return Align(text, compose ? Compose(mapped) : mapped);
    }

    private List<Mapped> Decompose(string text)
    {
        var mapped = new List<Mapped>(text.Length);
        var parts = new List<int>();
        var run = 0; // start of the current run of combining characters
        foreach (var rune in text.EnumerateRunes())
        {
            parts.Clear();
            UnicodeData.Decompose(rune.Value, compatible, parts);
            for (var i = 0; i < parts.Count; i++)
            {
                var next = new Mapped(parts[i], UnicodeData.CombiningClass(parts[i]), i == 0 ? 0 : 1);
                if (next.Class == 0) Order(mapped, run);
                mapped.Add(next);
                if (next.Class == 0) run = mapped.Count;
            }
        }
        Order(mapped, run);
        return mapped;
    }

    /// <summary>Puts a run of combining characters, which reaches to the end, in order of their classes; equals stay as they are.</summary>
    private static void Order(List<Mapped> mapped, int from)
    {
        if (mapped.Count - from < 2) return;
        var ordered = mapped.Skip(from).OrderBy(mark => mark.Class).ToArray(); // stable
        ordered.CopyTo(CollectionsMarshal.AsSpan(mapped)[from..]);
    }

    private static List<Mapped> Compose(List<Mapped> decomposed)
    {
        var result = new List<Mapped>(decomposed.Count);
        var starter = -1; // index of the last character others can combine with
        foreach (var next in decomposed)
        {
            // A character is blocked from its starter by one of the same or a higher class in between.
            var adjacent = starter == result.Count - 1;
            var reachable = starter >= 0 && (adjacent || result[^1].Class < next.Class);
            if (reachable && UnicodeData.Compose(result[starter].Code, next.Code) is { } composed)
            {
                result[starter] = new Mapped(composed, 0, result[starter].Change + next.Change - 1);
                continue;
            }
            if (next.Class == 0) starter = result.Count;
            result.Add(next);
        }
        return result;
    }

    private static AlignedText Align(AlignedText source, List<Mapped> mapped)
    {
        var builder = new AlignedTextBuilder(source);
        var at = 0;
        foreach (var (code, _, net) in mapped)
        {
            var change = net;
            if (change > 0)
            {
                builder.AppendInserted(new Rune(code));
                continue;
            }
            var end = at + Width(source.Text, at);
            builder.Append(new Rune(code), at, end);
            for (at = end; change < 0; change++) at += Width(source.Text, at);
        }
        return builder.Build();
    }

    private static int Width(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
}
