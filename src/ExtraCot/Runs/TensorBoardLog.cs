using System.Buffers.Binary;
using System.Text;

namespace ExtraCot.Runs;

/// <summary>
/// Scalars as a TensorBoard event file (<c>tensorboard --logdir FOLDER</c>): TFRecords of <c>Event</c> messages, on disk at once. Every log opens a file
/// of its own, which is how TensorBoard joins the parts of a resumed run. Thread-safe.
/// </summary>
public sealed class TensorBoardLog : IDisposable
{
    private readonly FileStream file;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();

    /// <summary>Opens a new event file.</summary>
    /// <param name="folder">Made where missing.</param>
    /// <param name="clock">Of the events' times; null for the system's.</param>
    public TensorBoardLog(string folder, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        var seconds = this.clock.GetUtcNow().ToUnixTimeSeconds();
        file = new FileStream(Unused(folder, seconds), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(Bytes(3, "brain.Event:2"u8)); // file_version
    }

    /// <summary>Writes one point of one curve.</summary>
    /// <param name="tag">Name of the curve; a slash groups.</param>
    /// <param name="step">Place on the axis.</param>
    /// <param name="value">Stored as float32.</param>
    public void Scalar(string tag, long step, double value)
    {
        byte[] point = [.. Bytes(1, Encoding.UTF8.GetBytes(tag)), .. Fixed32(2, (float)value)];   // Summary.Value: tag, simple_value
        Write([.. Varint(2 << 3), .. Varint((ulong)step), .. Bytes(5, Bytes(1, point))]);        // Event: step, summary
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string Unused(string folder, long seconds)
    {
        for (var i = 0; ; i++)
        {
            var path = Path.Combine(folder, $"events.out.tfevents.{seconds}.extracot.{Environment.ProcessId}.{i}");
            if (!File.Exists(path)) return path;
        }
    }

    private void Write(ReadOnlySpan<byte> fields)
    {
        var time = new byte[9];
        time[0] = 1 << 3 | 1; // wall_time, 64 bits
        BinaryPrimitives.WriteDoubleLittleEndian(time.AsSpan(1), clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        byte[] message = [.. time, .. fields];
        var record = new byte[16 + message.Length]; // length, its checksum, message, its checksum
        BinaryPrimitives.WriteInt64LittleEndian(record, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        message.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + message.Length), MaskedCrc(message));
        lock (gate)
        {
            file.Write(record);
            file.Flush();
        }
    }

    private static byte[] Bytes(int field, ReadOnlySpan<byte> value) => [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)value.Length), .. value];

    private static byte[] Fixed32(int field, float value)
    {
        var bytes = new byte[5];
        bytes[0] = (byte)(field << 3 | 5);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    // CRC-32C, rotated and shifted as TFRecord asks so that checksums of checksums stay good.
    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data) crc = System.Numerics.BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return System.Numerics.BitOperations.RotateRight(crc, 15) + 0xa282ead8;
    }
}
