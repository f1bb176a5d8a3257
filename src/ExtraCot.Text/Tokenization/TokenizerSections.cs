using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Text.Tokenization;

/// <summary>From the file's sections to the parts they name; every unknown setting is refused rather than ignored.</summary>
internal static class TokenizerSections
{
    public static TokenizerParts Read(JsonSection file)
    {
        var added = new AddedTokens([.. file["added_tokens"].Items().Select(Added)]);
        return new TokenizerParts(added, null, PreTokenizer(file["pre_tokenizer"]), Model(file["model"], added.Contains), Decoder(file["decoder"]), null);
    }

    private static AddedToken Added(JsonSection token)
    {
        token.MustBeOff("single_word");
        var content = token["content"].Text;
        if (content.Length == 0) throw token.Fault("has an empty content");
        return new AddedToken(token["id"].Integer, content, token["special"].IsTrue, token["lstrip"].IsTrue, token["rstrip"].IsTrue);
    }

    private static SmallWorldPreTokenizer PreTokenizer(JsonSection section) => section.Type switch
    {
        "Split" => Split(section),
        _ => throw section["type"].Unknown("Split"),
    };

    private static SmallWorldPreTokenizer Split(JsonSection section)
    {
        section.MustBeOff("invert");
        if (section["behavior"].Text != "Isolated") throw section["behavior"].Unknown("Isolated");
        var expression = section["pattern"]["Regex"];
        return expression.Text switch
        {
            SmallWorldPieces.Pattern => new SmallWorldPreTokenizer(),
            _ => throw expression.Unknown("the small world's expression"),
        };
    }

    private static WordLevelModel Model(JsonSection section, Func<string, bool> isAdded) => section.Type switch
    {
        "WordLevel" => new WordLevelModel(Vocabulary(section["vocab"]), isAdded),
        _ => throw section["type"].Unknown("WordLevel"),
    };

    private static Dictionary<string, int> Vocabulary(JsonSection section)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in section.Value.EnumerateObject()) vocabulary[entry.Name] = entry.Value.GetInt32();
        return vocabulary;
    }

    private static FuseDecoder Decoder(JsonSection section) => section.Type switch
    {
        "Fuse" => new FuseDecoder(),
        _ => throw section["type"].Unknown("Fuse"),
    };
}
