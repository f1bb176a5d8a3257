using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ExtraCot.Text;

namespace ExtraCot.Annotation;

/// <summary>
/// The growing label file of a run: a line that names the annotator, then <c>key TAB line</c> in the order in which thoughts are finished, each
/// on disk before the next is begun. Keys are made of what is labelled, so that a run goes on whatever happened to the order of its input.
/// </summary>
internal sealed class LabelJournal : IDisposable
{
    private const int KeyLength = 32; // hexadecimal digits

    private readonly FileStream file;
    private readonly Dictionary<string, (long Start, int Length)> lines = [];

    /// <summary>Opens a new journal, or the one a stopped run left; a half line at its end is cut off.</summary>
    /// <exception cref="InputException">The journal there is another annotator's.</exception>
    public LabelJournal(string path, string annotator)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        try
        {
            Index(path, annotator);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <value>Finished thoughts.</value>
    public int Count => lines.Count;

    /// <summary>The key of what is labelled.</summary>
    public static string Key(string id, string question, string thought)
    {
        var text = $"{id}\n{question.Length}\n{question}{thought}";
        return Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(text)).AsSpan(0, KeyLength / 2));
    }

    /// <summary>Whether the thought is labelled.</summary>
    public bool Has(string key) => lines.ContainsKey(key);

    /// <summary>Appends a line and brings it to the disk.</summary>
    public void Write(string key, ReadOnlySpan<byte> line)
    {
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.ASCII.GetBytes(key + "\t"));
        lines[key] = (file.Position, line.Length);
        file.Write(line);
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    /// <summary>A finished line without its end.</summary>
    public byte[] Read(string key)
    {
        var (start, length) = lines[key];
        var line = new byte[length];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(line);
        return line;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Index(string path, string annotator)
    {
        var header = Encoding.UTF8.GetBytes(annotator);
        var line = new ArrayBufferWriter<byte>(1 << 16);
        long start = 0;
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            for (var rest = buffer.AsSpan(0, read); !rest.IsEmpty;)
            {
                var end = rest.IndexOf((byte)'\n');
                line.Write(end < 0 ? rest : rest[..end]);
                if (end < 0) break;
                Enter(path, annotator, header, line.WrittenSpan, start);
                start += line.WrittenCount + 1;
                line.ResetWrittenCount();
                rest = rest[(end + 1)..];
            }
        }
        file.SetLength(start);
        if (start > 0) return;
        file.Write(header);
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    private void Enter(string path, string annotator, byte[] header, ReadOnlySpan<byte> line, long start)
    {
        if (start == 0)
        {
            if (line.SequenceEqual(header)) return;
            throw new InputException($"{path} holds labels of another annotator ({Encoding.UTF8.GetString(line)}; now {annotator}); resume with its own options, or choose another --out");
        }
        lines[Encoding.ASCII.GetString(line[..KeyLength])] = (start + KeyLength + 1, line.Length - KeyLength - 1);
    }
}
