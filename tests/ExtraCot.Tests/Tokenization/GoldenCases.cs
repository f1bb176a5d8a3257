using System.Text.Json;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Tokenization;

/// <summary>Reference encodings: offsets there count Unicode code points.</summary>
internal sealed class GoldenCases(string name)
{
    private readonly JsonElement root = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "tokenizer", name + ".json"))).RootElement;

    public JsonElement Pair => root.GetProperty("pair");

    public IEnumerable<(string Text, TokenSpan[] Tokens, string Decoded)> All() =>
        root.GetProperty("cases").EnumerateArray().Select(item =>
            (item.GetProperty("text").GetString()!, Tokens(item, item.GetProperty("text").GetString()!), item.GetProperty("decoded").GetString()!));

    /// <summary>The expected tokens with ranges in UTF-16 units.</summary>
    public static TokenSpan[] Tokens(JsonElement item, string text)
    {
        var units = Units(text);
        return item.GetProperty("ids").EnumerateArray().Zip(item.GetProperty("offsets").EnumerateArray(),
            (id, range) => new TokenSpan(id.GetInt32(), units[range[0].GetInt32()], units[range[1].GetInt32()])).ToArray();
    }

    public static void AssertEqual(TokenSpan[] expected, TokenSpan[] actual, string text) =>
        Assert.True(
            expected.SequenceEqual(actual),
            $"'{text}'\nexpected {string.Join(' ', expected.Select(Show))}\nactual   {string.Join(' ', actual.Select(Show))}");

    private static string Show(TokenSpan token) => $"{token.Id}[{token.Start},{token.End})";

    private static int[] Units(string text)
    {
        var units = new List<int> { 0 };
        foreach (var rune in text.EnumerateRunes()) units.Add(units[^1] + rune.Utf16SequenceLength);
        return [.. units];
    }
}
