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
        var added = new AddedTokens([.. file["added_tokens"].Items().Select(token => Added(token, normalizer is not null))]);
        var (template, trimming) = PostProcessorSections.Read(file.Find("post_processor"));
        return new TokenizerParts(
            added, normalizer, PreTokenizerSections.Read(file["pre_tokenizer"]), ModelSections.Read(file["model"], added), Decoder(file["decoder"]), trimming, template);
    }

    private static AddedToken Added(JsonSection token, bool textIsNormalized)
    {
        token.MustBeOff("single_word");
        if (textIsNormalized) token.MustBeOff("normalized"); // matching happens before normalisation
        var content = token["content"].Text;
        if (content.Length == 0) throw token.Fault("has an empty content");
        return new AddedToken(token["id"].Integer, content, token["special"].IsTrue, token["lstrip"].IsTrue, token["rstrip"].IsTrue);
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
