using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Writes a new text from an old one and keeps track of where each character came from.</summary>
internal sealed class AlignedTextBuilder(AlignedText source)
{
    private readonly StringBuilder text = new(source.Text.Length);
    private readonly List<int> starts = new(source.Text.Length), ends = new(source.Text.Length);

    /// <summary>Appends a character that stands for the source's range.</summary>
    public void Append(Rune rune, int sourceStart, int sourceEnd)
    {
        var (start, end) = source.Origin(sourceStart, sourceEnd);
        Append(rune, (start, end));
    }

    /// <summary>Appends a character that shares the range of the one before it, or has none at the very start.</summary>
    public void AppendInserted(Rune rune) => Append(rune, starts.Count == 0 ? (0, 0) : (starts[^1], ends[^1]));

    public AlignedText Build() => new(text.ToString(), [.. starts], [.. ends]);

    private void Append(Rune rune, (int Start, int End) origin)
    {
        text.Append(rune.ToString());
        for (var unit = 0; unit < rune.Utf16SequenceLength; unit++)
        {
            starts.Add(origin.Start);
            ends.Add(origin.End);
        }
    }
}
