using static ExtraCot.Text.Tokenization.SpecialTokenTemplate;

namespace ExtraCot.Text.Tokenization;

/// <summary>The "post_processor" section: special tokens around texts, and RoBERTa's offsets.</summary>
internal static class PostProcessorSections
{
    public static (SpecialTokenTemplate Template, OffsetTrimming? Trimming) Read(JsonSection? processor)
    {
        if (processor is not { } section) return (None, null);
        switch (section.Type)
        {
            case "ByteLevel": return (None, Trimming(section));
            case "RobertaProcessing": return (Roberta(Id(section["cls"]), Id(section["sep"])), Trimming(section));
            case "TemplateProcessing": return (Template(section), null);
            default: throw section["type"].Unknown("ByteLevel, RobertaProcessing, TemplateProcessing");
        }
    }

    private static int Id(JsonSection pair) => pair.Items().Last().Integer; // [text, id]

    private static OffsetTrimming? Trimming(JsonSection section) =>
        section["trim_offsets"].IsTrue ? new OffsetTrimming(section["add_prefix_space"].IsTrue) : null;

    private static SpecialTokenTemplate Template(JsonSection section)
    {
        var specials = section["special_tokens"];
        return new SpecialTokenTemplate([.. section["single"].Items().SelectMany(Steps)], [.. section["pair"].Items().SelectMany(Steps)]);

        IEnumerable<Step> Steps(JsonSection piece)
        {
            if (piece.Find("SpecialToken") is { } special)
                return specials[special["id"].Text]["ids"].Items().Select(id => Special(id.Integer, special["type_id"].Integer));
            var sequence = piece["Sequence"];
            var type = sequence["type_id"].Integer;
            return [sequence["id"].Text switch { "A" => First(type), "B" => Second(type), _ => throw sequence["id"].Unknown("A, B") }];
        }
    }
}
