namespace ExtraCot.Text.Tokenization;

/// <summary>
/// RoBERTa's offsets leave out the blanks at a token's edges: " we" covers "we" alone and a lone blank has width zero.
/// </summary>
/// <param name="AddedPrefixSpace">Whether the first token's single blank was put there by the pre-tokenizer and has no text.</param>
internal sealed record OffsetTrimming(bool AddedPrefixSpace)
{
    private const char Blank = 'Ġ'; // the byte-level alphabet's space

    public void Trim(Span<TokenSpan> tokens, IReadOnlyList<string?> names)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var (id, start, end) = tokens[i];
            var name = names[id]!.AsSpan();
            var leading = name.Length - name.TrimStart(Blank).Length;
            var trailing = name.Length - name.TrimEnd(Blank).Length;
            if (AddedPrefixSpace && leading == 1 && (i == 0 || start == 0)) leading = 0;
            start = Math.Min(start + leading, end);
            if (trailing > 0 && end >= trailing) end = Math.Max(end - trailing, start);
            tokens[i] = new TokenSpan(id, start, end);
        }
    }
}
