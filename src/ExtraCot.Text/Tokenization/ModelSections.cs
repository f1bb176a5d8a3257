using System.Text.Json;

namespace ExtraCot.Text.Tokenization;

/// <summary>The "model" section.</summary>
internal static class ModelSections
{
    public static ITokenModel Read(JsonSection section, AddedTokens added)
    {
        switch (section.Type)
        {
            case "WordLevel": return new WordLevelModel(Vocabulary(section["vocab"]), added.Contains);
            case "BPE": return BytePair(section, added);
            case "WordPiece": return WordPiece(section, added);
            case "Unigram": return Unigram(section, added);
            default: throw section["type"].Unknown("WordLevel, BPE, WordPiece, Unigram");
        }
    }

    private static Dictionary<string, int> Vocabulary(JsonSection section)
    {
        if (section.Value.ValueKind != JsonValueKind.Object) throw section.Unknown("an object of entries and ids");
        var vocabulary = new Dictionary<string, int>(section.Value.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var entry in section.Value.EnumerateObject())
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id < 0 || !vocabulary.TryAdd(entry.Name, id))
                throw section.Fault($"has an entry twice or with an id that is no whole number from 0: {entry}");
        return vocabulary;
    }

    private static BytePairModel BytePair(JsonSection section, AddedTokens added)
    {
        section.MustBeOff("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges");
        var vocabulary = Vocabulary(section["vocab"]);
        for (var b = 0; b < 256; b++)
            if (ByteAlphabet.ToChar((byte)b) is var symbol && !vocabulary.ContainsKey(symbol.ToString()))
                throw section["vocab"].Fault($"has no entry for the byte {b} ('{symbol}')");
        var merges = new Dictionary<(int, int), (int, int)>();
        foreach (var (left, right, place) in Merges(section["merges"]))
        {
            var joined = left + right;
            if (!vocabulary.TryGetValue(left, out var l) || !vocabulary.TryGetValue(right, out var r) || !vocabulary.TryGetValue(joined, out var id))
                throw place.Fault($"joins '{left}' and '{right}', but one of them or '{joined}' is not in the vocabulary");
            if (!added.Contains(joined)) merges[(l, r)] = (merges.Count, id); // no untrusted text may reach an added token
        }
        return new BytePairModel(vocabulary, merges);
    }

    /// <summary>Merges as ["a", "b"], or "a b" in older files.</summary>
    private static IEnumerable<(string Left, string Right, JsonSection Place)> Merges(JsonSection section)
    {
        foreach (var merge in section.Items())
        {
            var isList = merge.Value.ValueKind == JsonValueKind.Array;
            string[] parts = isList ? [.. merge.Items().Select(part => part.Text)] : merge.Text.Split(' ');
            yield return parts is [var left, var right] ? (left, right, merge) : throw merge.Unknown("two entries");
        }
    }

    private static WordPieceModel WordPiece(JsonSection section, AddedTokens added)
    {
        var vocabulary = Vocabulary(section["vocab"]);
        var unknown = section["unk_token"];
        if (!vocabulary.TryGetValue(unknown.Text, out var id)) throw unknown.Unknown("an entry of the vocabulary");
        return new WordPieceModel(vocabulary, section["continuing_subword_prefix"].Text, id, section["max_input_chars_per_word"].Integer, added.Contains);
    }

    private static UnigramModel Unigram(JsonSection section, AddedTokens added)
    {
        section.MustBeOff("byte_fallback");
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        foreach (var entry in section["vocab"].Items())
        {
            if (entry.Items().ToArray() is not [var piece, { Value.ValueKind: JsonValueKind.Number } score] || !vocabulary.TryAdd(piece.Text, scores.Count))
                throw entry.Unknown("an entry, found nowhere else, and its log-probability");
            scores.Add(score.Value.GetDouble());
        }
        var unknown = section["unk_id"];
        if (unknown.Integer < 0 || unknown.Integer >= scores.Count) throw unknown.Unknown("an id of the vocabulary");
        return new UnigramModel(vocabulary, [.. scores], unknown.Integer, added.Contains);
    }
}
