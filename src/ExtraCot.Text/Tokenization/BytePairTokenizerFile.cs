using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Text.Tokenization;

/// <summary>Writes a byte-level BPE as a Hugging Face <c>tokenizer.json</c>, as RoBERTa and Longformer have it.</summary>
internal static class BytePairTokenizerFile
{
    private static readonly string[] Specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fixed part of the vocabulary in id order: special tokens, then the bytes.</summary>
    public static List<string> Alphabet() => [.. Specials, .. Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString())];

    public static void Write(string path, IReadOnlyList<string> symbols, IEnumerable<(string Left, string Right)> merges)
    {
        // Offsets keep their blanks: tokens then tile the text as units do.
        var file = new
        {
            version = "1.0",
            truncation = (object?)null,
            padding = (object?)null,
            added_tokens = Specials.Select((content, id) => new { id, content, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
            normalizer = (object?)null,
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = false, use_regex = true },
            post_processor = new { type = "RobertaProcessing", sep = new object[] { "</s>", 2 }, cls = new object[] { "<s>", 0 }, trim_offsets = false, add_prefix_space = false },
            decoder = new { type = "ByteLevel", add_prefix_space = true, trim_offsets = true, use_regex = true },
            model = new
            {
                type = "BPE",
                dropout = (object?)null,
                unk_token = (object?)null,
                continuing_subword_prefix = (object?)null,
                end_of_word_suffix = (object?)null,
                fuse_unk = false,
                byte_fallback = false,
                ignore_merges = false,
                vocab = symbols.Select((symbol, id) => (symbol, id)).ToDictionary(s => s.symbol, s => s.id),
                merges = merges.Select(pair => new[] { pair.Left, pair.Right }),
            },
        };
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(file, Readable));
    }
}
