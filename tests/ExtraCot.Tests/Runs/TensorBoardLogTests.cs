using System.Buffers.Binary;
using System.Text;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Runs;

public class TensorBoardLogTests
{
    [Fact]
    public void Should_write_records_as_TensorBoard_reads_them()
    {
        using var folder = new TemporaryFolder();
        using (var log = new TensorBoardLog(folder.FullPath)) log.Scalar("train/loss", 300, 0.5);
        var records = Records(File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.FullPath, "events.out.tfevents.*"))));
        Assert.Equal(2, records.Count);
        Assert.Contains("brain.Event:2", Encoding.ASCII.GetString(records[0]));
        byte[] value = [0x0a, 10, .. "train/loss"u8, 0x15, 0, 0, 0, 0x3f]; // tag, simple_value 0.5
        Assert.Equal([0x10, 0xac, 0x02, 0x2a, (byte)(value.Length + 2), 0x0a, (byte)value.Length, .. value], records[1][9..]); // step 300, summary
    }

    [Fact]
    public void Should_open_a_file_of_its_own_each_time()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 3; i++) new TensorBoardLog(folder.FullPath).Dispose();
        Assert.Equal(3, Directory.GetFiles(folder.FullPath).Length);
    }

    private static List<byte[]> Records(ReadOnlySpan<byte> file)
    {
        var records = new List<byte[]>();
        while (!file.IsEmpty)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
            Assert.Equal(Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            var message = file.Slice(12, length);
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            records.Add(message.ToArray());
            file = file[(16 + length)..];
        }
        return records;
    }

    // Bit by bit with the reflected Castagnoli polynomial.
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
        }
        crc = ~crc;
        return (crc >> 15 | crc << 17) + 0xa282ead8;
    }
}
