using System.Text;

namespace ExtraCot.Runs;

/// <summary>Files that are either whole or not there: written under another name and renamed at the end.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file; on any failure (a full disk included) neither a partial file nor the temporary one is left, and an older file stays as it was.</summary>
    /// <param name="path">Where the file will be; missing folders are made.</param>
    /// <param name="write">Writes the content; called once.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            {
                write(stream);
                // A disk may refuse only when the data really goes out; that must happen before the rename.
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a UTF-8 text file as <see cref="Write"/> does.</summary>
    public static void WriteText(string path, Action<TextWriter> write) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });
}
