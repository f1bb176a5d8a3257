using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Runs;

/// <summary>The project's own intermediate files: one JSON object a line, written whole or not at all.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(string path, IEnumerable<T> items) => AtomicFile.WriteText(path, writer =>
    {
        foreach (var item in items) writer.WriteLine(Text(item));
    });

    public static string Text<T>(T item) => JsonSerializer.Serialize(item, Options);

    public static List<T> Read<T>(string path) => Stream<T>(path).ToList();

    public static IEnumerable<T> Stream<T>(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, Options)!);
}
