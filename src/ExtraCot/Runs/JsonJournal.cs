using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtraCot.Runs;

/// <summary>
/// A growing file of JSON lines that survives a kill: each item is handed to the system at once, and a half line at the end is cut off when the
/// file is opened again. Not thread-safe.
/// </summary>
internal sealed class JsonJournal<T> : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly FileStream file;

    /// <summary>Opens the file to append.</summary>
    /// <param name="path">Made where missing.</param>
    public JsonJournal(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var end = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var line in content.AsSpan(0, end).Split((byte)'\n'))
            if (content.AsSpan(line) is { Length: > 0 } text) Earlier.Add(JsonSerializer.Deserialize<T>(text, Options)!);
        file.SetLength(end);
        file.Position = end;
    }

    /// <value>What was there when it was opened.</value>
    public List<T> Earlier { get; } = [];

    /// <summary>Adds a line.</summary>
    public void Append(T item)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(item, Options));
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
