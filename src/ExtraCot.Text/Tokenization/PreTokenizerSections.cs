using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Text.Tokenization;

/// <summary>The "pre_tokenizer" section. Splitting expressions are known by their text: regular-expression engines disagree outside of ASCII.</summary>
internal static class PreTokenizerSections
{
    public static IPreTokenizer Read(JsonSection section)
    {
        switch (section.Type)
        {
            case "Split": return Split(section, SmallWorldPieces.Pattern, new SmallWorldPreTokenizer());
            case "ByteLevel" when Splits(section): return new Gpt2PreTokenizer(section["add_prefix_space"].IsTrue);
            case "BertPreTokenizer": return new BertPreTokenizer();
            case "Metaspace": return Metaspace(section);
            case "Sequence": return Qwen([.. section["pretokenizers"].Items()], section);
            default: throw section.Unknown("Split, ByteLevel with use_regex, BertPreTokenizer, Metaspace, Sequence of Split and ByteLevel");
        }
    }

    public static Metaspace Metaspace(JsonSection section)
    {
        var mark = section["replacement"];
        if (mark.Text.Length != 1) throw mark.Unknown("a single character");
        if (section.Find("split") is { IsTrue: false } split) throw split.Unknown("true");
        return new Metaspace(mark.Text[0], Prepends(section));
    }

    private static bool Prepends(JsonSection section)
    {
        if (section.Find("prepend_scheme") is not { } scheme) return section["add_prefix_space"].IsTrue; // older files
        return scheme.Text switch { "always" => true, "never" => false, _ => throw scheme.Unknown("always, never") };
    }

    private static bool Splits(JsonSection byteLevel) => byteLevel.Find("use_regex")?.IsTrue ?? true; // older files always split

    private static IPreTokenizer Qwen(JsonSection[] steps, JsonSection section)
    {
        if (steps is not [{ Type: "Split" } split, { Type: "ByteLevel" } bytes] || Splits(bytes))
            throw section.Unknown("a Sequence of Split and ByteLevel without use_regex");
        bytes.MustBeOff("add_prefix_space");
        return Split(split, QwenPreTokenizer.Pattern, new QwenPreTokenizer());
    }

    private static IPreTokenizer Split(JsonSection section, string pattern, IPreTokenizer known)
    {
        section.MustBeOff("invert");
        if (section["behavior"].Text != "Isolated") throw section["behavior"].Unknown("Isolated");
        var expression = section["pattern"]["Regex"];
        return expression.Text == pattern ? known : throw expression.Unknown(pattern);
    }
}
