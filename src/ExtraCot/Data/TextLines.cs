using ExtraCot.Text;

namespace ExtraCot.Data;

/// <summary>Reads the lines of a text file, one in memory at a time.</summary>
internal static class TextLines
{
    private const int LongestLine = 1 << 28; // bytes

    /// <summary>The lines without their line breaks; each is valid until the next one is read.</summary>
    /// <exception cref="InputException">There is no such file, or it is not text.</exception>
    public static IEnumerable<ArraySegment<byte>> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; give a file of JSON lines");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        foreach (var line in Read(file, path)) yield return line;
    }

    /// <summary>As the other overload, from an open file's position on.</summary>
    public static IEnumerable<ArraySegment<byte>> Read(Stream file, string path)
    {
        var buffer = new byte[1 << 16];
        var (start, filled) = (0, 0);
        while (true)
        {
            var searched = start;
            int newline;
            while ((newline = buffer.AsSpan(searched..filled).IndexOf((byte)'\n')) < 0)
            {
                searched = filled - start;
                buffer.AsSpan(start..filled).CopyTo(buffer);
                (start, filled) = (0, filled - start);
                if (filled == LongestLine) throw new InputException($"{path}: a line is longer than {LongestLine >> 20} MB; expected JSON lines, one record a line");
                if (filled == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * buffer.Length, LongestLine));
                var read = file.Read(buffer, filled, buffer.Length - filled);
                if (read == 0)
                {
                    if (filled > 0) yield return new(buffer, 0, filled);
                    yield break;
                }
                if (buffer.AsSpan(filled, read).Contains((byte)0)) throw new InputException($"{path}: this is not a text file; expected JSON lines in UTF-8");
                filled += read;
            }
            var end = searched + newline;
            yield return new(buffer, start, end - start);
            start = end + 1;
        }
    }
}
