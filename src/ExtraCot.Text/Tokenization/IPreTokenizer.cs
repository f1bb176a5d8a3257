namespace ExtraCot.Text.Tokenization;

/// <summary>Cuts a normalised text into the pieces a model sees one at a time; no token spans two pieces.</summary>
internal interface IPreTokenizer
{
    /// <summary>Changes the text before it is cut (leading blanks, blank marks).</summary>
    AlignedText Prepare(AlignedText text) => text;

    /// <summary>The first piece that begins at or behind <paramref name="from"/>, or an empty one at the text's end.</summary>
    (int Start, int End) Next(string text, int from);
}
