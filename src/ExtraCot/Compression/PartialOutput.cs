using System.Globalization;
using System.Text;
using ExtraCot.Text;

namespace ExtraCot.Compression;

/// <summary>The growing output of a run: a header line that names its settings, then <c>number TAB line</c>. Opened again under the same settings it goes on behind its last whole line.</summary>
internal sealed class PartialOutput : IDisposable
{
    /// <summary>Stands between the lines of one trace until the output is complete, so that a trace is there whole or not at all. JSON holds no such byte.</summary>
    public const byte Separator = 0x1e;

    private readonly FileStream file;

    /// <summary>Opens a new file, or with <paramref name="resume"/> the one that a stopped run of the same header left.</summary>
    /// <exception cref="InputException">There is one and it is not to be resumed, or it is another run's.</exception>
    public PartialOutput(string path, string header, bool resume)
    {
        if (File.Exists(path) && !resume) throw new InputException($"{path}: a run that was stopped left this; --resume goes on with it, or delete it to start anew");
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        var end = Continue(Encoding.UTF8.GetBytes(header));
        if (end == 0 && file.Length > header.Length)
        {
            file.Dispose();
            throw new InputException($"{path} is of a run with other input, model, tokenizer or ratios; resume that one with its own options, or delete the file to start anew");
        }
        file.SetLength(end);
        file.Position = end;
        if (end > 0) return;
        file.Write(Encoding.UTF8.GetBytes(header + "\n"));
        file.Flush();
    }

    /// <value>Input line of the last whole line, 0 when there is none.</value>
    public int LastNumber { get; private set; }

    /// <value>Whole lines already there when it was opened.</value>
    public int Lines { get; private set; }

    /// <summary>Appends a line.</summary>
    public void Write(int number, ReadOnlyMemory<byte> line)
    {
        file.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + "\t"));
        file.Write(line.Span);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Hands what was written to the system, where a kill of this process cannot reach it.</summary>
    public void Flush() => file.Flush();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>Copies a finished file without header and numbers.</summary>
    public static Action<Stream> Copy(string path) => output =>
    {
        using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var (inHeader, inNumber) = (true, true);
        var buffer = new byte[1 << 16];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            for (var rest = buffer.AsSpan(0, read); !rest.IsEmpty;)
            {
                var mark = inHeader ? (byte)'\n' : inNumber ? (byte)'\t' : (byte)'\n';
                var at = rest.IndexOf(mark);
                var part = at < 0 ? rest : rest[..(at + 1)];
                if (!inHeader && !inNumber)
                {
                    part.Replace(Separator, (byte)'\n');
                    output.Write(part);
                }
                rest = rest[part.Length..];
                if (at < 0) continue;
                inNumber = inHeader || !inNumber;
                inHeader = false;
            }
        }
    };

    // The end of the last whole line, 0 when the file belongs to another run.
    private long Continue(byte[] header)
    {
        long end = 0;
        var (position, inHeader, number, inNumber) = (0L, true, 0, true);
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            foreach (var c in buffer.AsSpan(0, read))
            {
                if (inHeader && (position < header.Length ? c != header[position] : c != '\n')) return 0;
                position++;
                if (c == '\n')
                {
                    if (!inHeader) (LastNumber, Lines) = (number, Lines + 1);
                    (end, inHeader, number, inNumber) = (position, false, 0, true);
                }
                else if (!inHeader && c == '\t') inNumber = false;
                else if (!inHeader && inNumber) number = 10 * number + c - '0';
            }
        }
        return end;
    }
}
