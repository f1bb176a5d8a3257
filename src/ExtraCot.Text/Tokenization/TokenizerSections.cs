namespace ExtraCot.Text.Tokenization;

/// <summary>
/// From the file's sections to the parts they name; every unknown setting is refused rather than ignored. Truncation and
/// padding alone are left to the caller, who knows the model's windows.
/// </summary>
internal static class TokenizerSections
{
    public static TokenizerParts Read(JsonSection file)
    {
        var normalizer = file.Find("normalizer") is { } section ? NormalizerSections.Read(section) : null;
        var added = new AddedTokens(Added(file["added_tokens"], normalizer is not null));
        var (template, trimming) = PostProcessorSections.Read(file.Find("post_processor"));
        return new TokenizerParts(
            added, normalizer, PreTokenizerSections.Read(file["pre_tokenizer"]), ModelSections.Read(file["model"], added),
            Decoder(file["decoder"]), trimming, template);
    }

    private static List<AddedToken> Added(JsonSection section, bool textIsNormalized)
    {
        var tokens = new List<AddedToken>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in section.Items())
        {
            var token = AddedToken(item, textIsNormalized);
            if (token.Content.Length == 0 || token.Id < 0 || !known.Add(token.Content))
                throw item.Fault($"is empty, twice there or has a negative id: '{token.Content}'");
            tokens.Add(token);
        }
        return tokens;
    }

    private static AddedToken AddedToken(JsonSection token, bool textIsNormalized)
    {
        token.MustBeOff("single_word");
        if (textIsNormalized) token.MustBeOff("normalized"); // matching happens before normalisation
        return new AddedToken(token["id"].Integer, token["content"].Text, token["special"].IsTrue, token["lstrip"].IsTrue, token["rstrip"].IsTrue);
    }

    private static ITokenDecoder Decoder(JsonSection section)
    {
        switch (section.Type)
        {
            case "Fuse": return new FuseDecoder();
            case "ByteLevel": return new ByteLevelDecoder();
            case "WordPiece": return new WordPieceDecoder(section["prefix"].Text, section["cleanup"].IsTrue);
            case "Metaspace": return PreTokenizerSections.Metaspace(section);
            default: throw section["type"].Unknown("Fuse, ByteLevel, WordPiece, Metaspace");
        }
    }
}
