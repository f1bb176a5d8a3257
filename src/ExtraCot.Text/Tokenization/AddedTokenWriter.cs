using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Text.Tokenization;

/// <summary>Inserts entries at the end of a file's "added_tokens" list in that list's own layout and leaves every other byte alone.</summary>
internal static class AddedTokenWriter
{
    public static byte[] Insert(byte[] file, IReadOnlyList<(int Id, string Content)> tokens)
    {
        var (listStart, last, listEnd) = FindList(file);
        var layout = last is var (start, end) ? Layout.Of(file, listStart, start, end) : Layout.Compact;
        var added = new StringBuilder();
        foreach (var token in tokens)
        {
            if (last is not null || added.Length > 0) added.Append(',');
            added.Append(layout.Before).Append(Entry(token.Id, token.Content, layout));
        }
        var at = last?.End ?? listEnd;
        return [.. file.AsSpan(0, at), .. Encoding.UTF8.GetBytes(added.ToString()), .. file.AsSpan(at)];
    }

    /// <summary>Byte positions: behind the list's '[', its last entry, and its ']'.</summary>
    private static (int Start, (int Start, int End)? Last, int End) FindList(byte[] file)
    {
        var reader = new Utf8JsonReader(file);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("added_tokens")) continue;
            reader.Read();
            var start = (int)reader.BytesConsumed;
            (int, int)? last = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                last = (from, (int)reader.BytesConsumed);
            }
            return (start, last, (int)reader.TokenStartIndex);
        }
        throw new InvalidOperationException("a tokenizer that could be loaded has a list of added tokens");
    }

    private static string Entry(int id, string content, Layout layout)
    {
        var text = JsonEncodedText.Encode(content, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        (string Name, string Value)[] fields =
        [
            ("id", $"{id}"), ("content", $"\"{text}\""), ("single_word", "false"), ("lstrip", "false"), ("rstrip", "false"),
            ("normalized", "false"), ("special", "false"),
        ];
        var lines = fields.Select(field => $"\"{field.Name}\":{layout.Colon}{field.Value}");
        return "{" + layout.Open + string.Join("," + layout.Between, lines) + layout.Close + "}";
    }

    /// <summary>The white space of an entry: before it, behind its brace, behind commas and colons, before its closing brace.</summary>
    private sealed record Layout(string Before, string Open, string Between, string Colon, string Close)
    {
        public static Layout Compact { get; } = new("", "", "", "", "");

        public static Layout Of(ReadOnlySpan<byte> file, int listStart, int start, int end)
        {
            var reader = new Utf8JsonReader(file[start..end]);
            reader.Read(); // the brace
            reader.Read(); // the first name
            var colon = start + (int)reader.BytesConsumed; // the reader takes the colon along
            reader.Read();
            var comma = start + (int)reader.BytesConsumed + 1;
            return new(
                BlanksBefore(file, start, listStart), BlanksAfter(file, start + 1), BlanksAfter(file, comma), BlanksAfter(file, colon),
                BlanksBefore(file, end - 1, start + 1));
        }

        private static string BlanksAfter(ReadOnlySpan<byte> file, int at) =>
            Encoding.UTF8.GetString(file.Slice(at, file[at..].IndexOfAnyExcept(" \t\r\n"u8)));

        private static string BlanksBefore(ReadOnlySpan<byte> file, int at, int notBefore) =>
            Encoding.UTF8.GetString(file[(notBefore + file[notBefore..at].LastIndexOfAnyExcept(" \t\r\n"u8) + 1)..at]);
    }
}
