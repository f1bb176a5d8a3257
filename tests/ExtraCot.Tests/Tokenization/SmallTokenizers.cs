using System.Text.Json;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Tests.Tokenization;

/// <summary>Tiny tokenizer files, written and loaded by the tests themselves.</summary>
internal static class SmallTokenizers
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string BytePair(bool indented = false)
    {
        var vocabulary = Enumerable.Range(0, 256).ToDictionary(b => ByteAlphabet.ToChar((byte)b).ToString(), b => b);
        (string, string)[] merges = [("h", "e"), ("l", "l"), ("he", "ll"), ("Ġ", "hell"), ("ä", "¸")];
        foreach (var (left, right) in merges) vocabulary[left + right] = vocabulary.Count;
        var flags = new { single_word = false, lstrip = false, rstrip = false, normalized = false, special = true };
        var bytes = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = false, use_regex = true };
        var file = new
        {
            version = "1.0",
            added_tokens = new[] { new { id = vocabulary.Count, content = "<end>", flags.single_word, flags.lstrip, flags.rstrip, flags.normalized, flags.special } },
            normalizer = new { type = "NFC" },
            pre_tokenizer = bytes,
            post_processor = bytes,
            decoder = bytes,
            model = new { type = "BPE", vocab = vocabulary, merges = merges.Select(m => new[] { m.Item1, m.Item2 }) },
        };
        return JsonSerializer.Serialize(file, indented ? Indented : JsonSerializerOptions.Default);
    }

    public static HuggingFaceTokenizer Load(string json)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File(TokenizerFile.FileName), json);
        return TokenizerFile.Load(folder.File(TokenizerFile.FileName));
    }
}
