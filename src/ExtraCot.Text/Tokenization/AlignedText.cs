using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>A text on its way through normalisation; every UTF-16 unit knows the range of the original it came from.</summary>
internal sealed class AlignedText
{
    private readonly int offset;
    private readonly int[]? starts, ends; // null: unit i came from [offset + i, offset + i + 1)

    private AlignedText(string text, int offset, int[]? starts, int[]? ends) => (Text, this.offset, this.starts, this.ends) = (text, offset, starts, ends);

    /// <summary>An unchanged text that stands at <paramref name="offset"/> of the original.</summary>
    public AlignedText(string text, int offset) : this(text, offset, null, null) { }

    /// <summary>A rewritten text; the ranges are those of the original.</summary>
    public AlignedText(string text, int[] starts, int[] ends) : this(text, 0, starts, ends) { }

    public string Text { get; }

    /// <summary>Where the range came from in the original.</summary>
    public (int Start, int End) Origin(int start, int end)
    {
        if (starts is null || ends is null) return (start + offset, end + offset);
        return end > start ? (starts[start], ends[end - 1]) : (0, 0);
    }

    /// <summary>Puts a character before the text; it shares the range of the first one.</summary>
    public AlignedText Prepend(Rune prefix) => Rewrite((builder, rune, start, end) =>
    {
        if (start == 0) builder.Append(prefix, start, end);
        builder.Append(rune, start, end);
    });

    /// <summary>Writes a new text character by character.</summary>
    public AlignedText Rewrite(Action<AlignedTextBuilder, Rune, int, int> write)
    {
        var builder = new AlignedTextBuilder(this);
        var at = 0;
        foreach (var rune in Text.EnumerateRunes())
        {
            write(builder, rune, at, at + rune.Utf16SequenceLength);
            at += rune.Utf16SequenceLength;
        }
        return builder.Build();
    }
}
