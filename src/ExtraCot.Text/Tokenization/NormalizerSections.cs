namespace ExtraCot.Text.Tokenization;

/// <summary>The "normalizer" section.</summary>
internal static class NormalizerSections
{
    public static INormalizer Read(JsonSection section)
    {
        switch (section.Type)
        {
            case "NFC": return new UnicodeNormalizer(compatible: false, compose: true);
            case "NFKC": return new UnicodeNormalizer(compatible: true, compose: true);
            case "BertNormalizer": return Bert(section);
            case "Sequence": return new NormalizerSequence([.. section["normalizers"].Items().Select(Read)]);
            default: throw section["type"].Unknown("NFC, NFKC, BertNormalizer, Sequence");
        }
    }

    private static BertNormalizer Bert(JsonSection section)
    {
        var lowercase = section["lowercase"].IsTrue;
        return new BertNormalizer(section["clean_text"].IsTrue, section["handle_chinese_chars"].IsTrue,
            section.Find("strip_accents")?.IsTrue ?? lowercase, lowercase); // null follows lowercase
    }
}
