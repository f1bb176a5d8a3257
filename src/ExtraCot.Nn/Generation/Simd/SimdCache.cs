using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Keys and values in blocks of 32 positions, handed out as rows grow: a row is a list of blocks, and rows with the same prompt share its whole
/// blocks. A head of a layer of a block holds keys, [headDim, 32], so that one vector scores 16 positions, then values in strips of 16
/// channels, [headDim / 16, 32, 16].
/// </summary>
internal sealed unsafe class SimdCache : IDisposable
{
    /// <summary>Positions of a block.</summary>
    internal const int Block = 2 * Lanes;

    /// <summary>Floats from one strip of values to the next.</summary>
    internal const int StripLength = Block * Lanes;

    private const int Lanes = VectorMath.Lanes;
    private readonly Qwen3Config shape;
    private readonly AlignedBuffer buffer;
    private readonly List<int>[] tables;
    private readonly int[] reserved; // blocks promised to each row
    private readonly int[] users;    // rows that hold each block
    private readonly Stack<int> free;

    /// <param name="shape">Sizes.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="blocks">Blocks for all rows together.</param>
    internal SimdCache(Qwen3Config shape, int rows, int blocks)
    {
        this.shape = shape;
        tables = [.. Enumerable.Range(0, rows).Select(_ => new List<int>())];
        reserved = new int[rows];
        users = new int[blocks];
        free = new(Enumerable.Range(0, blocks).Reverse());
        buffer = new AlignedBuffer(blocks * HeadLength * shape.KeyValueHeads * shape.Layers, clear: false); // attention reads nothing that was not written, but for scores it discards
    }

    private long HeadLength => 2L * Block * shape.HeadSize;

    /// <summary>The blocks of a row, first positions first.</summary>
    internal ReadOnlySpan<int> Blocks(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tables[row]);

    /// <summary>Neighbouring blocks of one head are neighbours in memory: attention to a row that took its blocks at once reads front to back.</summary>
    internal float* Keys(int block, int layer, int head) => buffer.Data + HeadLength * ((long)users.Length * (layer * shape.KeyValueHeads + head) + block);

    internal float* Values(int block, int layer, int head) => Keys(block, layer, head) + Block * shape.HeadSize;

    /// <summary>Blocks that hold some positions.</summary>
    internal static int BlocksOf(int positions) => (positions + Block - 1) / Block;

    /// <summary>Promises a row room for so many positions; false when that much is not free.</summary>
    internal bool TryReserve(int row, int positions)
    {
        var wanted = BlocksOf(positions);
        if (reserved.Sum() - reserved[row] + wanted > users.Length) return false;
        reserved[row] = wanted;
        return true;
    }

    /// <summary>Makes a position of a row ready to be written; called before <see cref="Write"/>, by one thread.</summary>
    internal void Prepare(int row, int position)
    {
        var (table, index) = (tables[row], position / Block);
        if (index == table.Count) table.Add(Take());
        else if (users[table[index]] > 1) table[index] = Replace(table[index]);
    }

    /// <summary>Writes a prepared position.</summary>
    /// <param name="row">Row, layer and head: where to write.</param>
    /// <param name="layer">See row.</param>
    /// <param name="head">See row.</param>
    /// <param name="position">Position in the sequence.</param>
    /// <param name="key">[headDim]</param>
    /// <param name="value">[headDim]</param>
    internal void Write(int row, int layer, int head, int position, float* key, float* value)
    {
        var block = tables[row][position / Block];
        var keys = Keys(block, layer, head) + position % Block;
        var values = Values(block, layer, head) + position % Block * Lanes;
        for (var d = 0; d < shape.HeadSize; d++) keys[d * Block] = key[d];
        for (var d = 0; d < shape.HeadSize; d += Lanes) Copy(value + d, values + d / Lanes * StripLength, Lanes);
    }

    /// <summary>Gives a row the first <paramref name="length"/> positions of another: whole blocks are shared, the last one copied when either goes on writing.</summary>
    internal void Share(int from, int to, int length)
    {
        Release(tables[to]);
        foreach (var block in Blocks(from)[..BlocksOf(length)])
        {
            users[block]++;
            tables[to].Add(block);
        }
    }

    /// <summary>Moves a row's positions, and what is promised to it, to another.</summary>
    internal void Move(int from, int to)
    {
        Free(to);
        (tables[from], tables[to]) = (tables[to], tables[from]);
        (reserved[from], reserved[to]) = (0, reserved[from]);
    }

    /// <summary>Forgets a row's positions and what is promised to it.</summary>
    internal void Free(int row)
    {
        Release(tables[row]);
        reserved[row] = 0;
    }

    /// <summary>Forgets a row's positions from some one on.</summary>
    internal void Truncate(int row, int length)
    {
        var (table, kept) = (tables[row], BlocksOf(length));
        while (table.Count > kept)
        {
            Release(table[^1]);
            table.RemoveAt(table.Count - 1);
        }
    }

    public void Dispose() => buffer.Dispose();

    private int Take()
    {
        var block = free.Pop();
        users[block] = 1;
        return block;
    }

    private int Replace(int shared)
    {
        var own = Take();
        users[shared]--;
        for (var layer = 0; layer < shape.Layers; layer++)
            for (var head = 0; head < shape.KeyValueHeads; head++) Copy(Keys(shared, layer, head), Keys(own, layer, head), (int)HeadLength);
        return own;
    }

    private void Release(List<int> table)
    {
        foreach (var block in table) Release(block);
        table.Clear();
    }

    private void Release(int block)
    {
        if (--users[block] == 0) free.Push(block);
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
