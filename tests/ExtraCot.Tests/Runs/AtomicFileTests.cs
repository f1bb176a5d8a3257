using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_make_missing_folders()
    {
        AtomicFile.WriteText(folder.PathOf("a/b/c.txt"), writer => writer.WriteLine("ä"));
        Assert.Equal("ä\n"u8.ToArray(), File.ReadAllBytes(folder.PathOf("a/b/c.txt")));
    }

    [Fact]
    public void Should_leave_nothing_behind_when_the_disk_is_full_half_way()
    {
        Assert.Throws<IOException>(() => AtomicFile.Write(folder.PathOf("new.bin"), WriteUntilFull));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void Should_keep_the_older_file_when_the_disk_is_full()
    {
        var path = folder.Write("old.bin", "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, WriteUntilFull));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void Should_replace_the_older_file()
    {
        var path = folder.Write("old.txt", "a longer older text");
        AtomicFile.WriteText(path, writer => writer.Write("new"));
        Assert.Equal("new", File.ReadAllText(path));
    }

    private static void WriteUntilFull(Stream stream)
    {
        stream.Write(new byte[100_000]);
        stream.Flush();
        throw new IOException("No space left on device", 28);
    }
}
