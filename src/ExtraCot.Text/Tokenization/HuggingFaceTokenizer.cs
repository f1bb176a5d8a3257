namespace ExtraCot.Text.Tokenization;

/// <summary>The tokenizer of one <c>tokenizer.json</c>: normalisation, cutting into pieces, model, decoder and special tokens.</summary>
/// <remarks>Made by <see cref="TokenizerFile.Load"/>. Immutable; safe for concurrent use.</remarks>
public sealed class HuggingFaceTokenizer : ITokenizer
{
    private readonly TokenizerParts parts;
    private readonly string?[] names;
    private readonly bool[] special;

    internal HuggingFaceTokenizer(TokenizerParts parts)
    {
        this.parts = parts;
        var size = 1 + parts.Model.Vocabulary.Values.Concat(parts.Added.All.Select(token => token.Id)).DefaultIfEmpty(-1).Max();
        names = new string?[size];
        special = new bool[size];
        foreach (var (name, id) in parts.Model.Vocabulary) names[id] = name;
        foreach (var token in parts.Added.All) (names[token.Id], special[token.Id]) = (token.Content, token.Special);
    }

    /// <inheritdoc/>
    public int VocabularySize => names.Length;

    /// <inheritdoc/>
    public int[] Encode(string text) => Ids(EncodeWithOffsets(text));

    /// <inheritdoc/>
    public TokenSpan[] EncodeWithOffsets(string text)
    {
        var tokens = new List<TokenSpan>();
        EncodePlain(text, 0, tokens);
        return Finish(tokens);
    }

    /// <inheritdoc/>
    public int[] EncodeTrusted(string text) => Ids(EncodeTrustedWithOffsets(text));

    /// <summary>As <see cref="EncodeTrusted"/>, with the UTF-16 range each token came from.</summary>
    public TokenSpan[] EncodeTrustedWithOffsets(string text)
    {
        var tokens = new List<TokenSpan>();
        var from = 0;
        while (parts.Added.Next(text, from) is var (token, start, end))
        {
            EncodePlain(text[from..start], from, tokens);
            tokens.Add(new TokenSpan(token.Id, start, end));
            from = end;
        }
        EncodePlain(from == 0 ? text : text[from..], from, tokens);
        return Finish(tokens);
    }

    /// <summary>Encodes untrusted text for an encoder model, with the special tokens the file's post-processor puts around it.</summary>
    /// <param name="text">The only or first text.</param>
    /// <param name="second">The second text of a pair, or null.</param>
    public EncoderInput EncodeForEncoder(string text, string? second = null) =>
        parts.Template.Apply(EncodeWithOffsets(text), second is null ? null : EncodeWithOffsets(second));

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
        {
            var name = IdToToken(id);
            if (!skipSpecialTokens || !special[id]) tokens.Add(name);
        }
        return parts.Decoder.Decode(tokens);
    }

    /// <inheritdoc/>
    public int? TokenToId(string token)
    {
        if (parts.Added.Find(token) is { } added) return added.Id;
        return parts.Model.Vocabulary.TryGetValue(token, out var id) ? id : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string IdToToken(int id) =>
        (uint)id < (uint)names.Length && names[id] is { } name
            ? name
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"not a token id of this vocabulary (0 … {names.Length - 1})");

    internal bool IsAdded(string token) => parts.Added.Contains(token);

    private void EncodePlain(string text, int offset, List<TokenSpan> tokens)
    {
        if (text.Length == 0) return;
        var aligned = parts.PreTokenizer.Prepare(parts.Normalizer?.Normalize(new AlignedText(text, offset)) ?? new AlignedText(text, offset));
        for (var from = 0; from < aligned.Text.Length;)
        {
            var (start, end) = parts.PreTokenizer.Next(aligned.Text, from);
            if (start == end) break;
            foreach (var token in parts.Model.Encode(aligned.Text.AsSpan(start, end - start)))
            {
                var origin = aligned.Origin(start + token.Start, start + token.End);
                tokens.Add(new TokenSpan(token.Id, origin.Start, origin.End));
            }
            from = end;
        }
    }

    private TokenSpan[] Finish(List<TokenSpan> tokens)
    {
        var result = tokens.ToArray();
        parts.OffsetTrimming?.Trim(result, names);
        return result;
    }

    private static int[] Ids(TokenSpan[] tokens) => Array.ConvertAll(tokens, token => token.Id);
}
