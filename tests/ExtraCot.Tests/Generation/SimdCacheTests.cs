using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using Xunit;

namespace ExtraCot.Tests.Generation;

public unsafe class SimdCacheTests
{
    private static readonly Qwen3Config Shape = new() { VocabularySize = 10, HiddenSize = 16, IntermediateSize = 16, Layers = 1, Heads = 1, KeyValueHeads = 1, HeadSize = 16 };

    private static void Write(SimdCache cache, int row, int position, float value)
    {
        var vector = stackalloc float[16];
        new Span<float>(vector, 16).Fill(value);
        cache.Prepare(row, position);
        cache.Write(row, 0, 0, position, vector, vector);
    }

    private static float Key(SimdCache cache, int row, int position) => cache.Keys(cache.Blocks(row)[position / SimdCache.Block], 0, 0)[position % SimdCache.Block];

    private static SimdCache Filled(int blocks)
    {
        var cache = new SimdCache(Shape, rows: 3, blocks);
        for (var position = 0; position < 40; position++) Write(cache, 2, position, position);
        return cache;
    }

    [Fact]
    public void Should_share_a_prompts_whole_blocks_and_copy_the_last_when_rows_part()
    {
        using var cache = Filled(blocks: 6);
        cache.Share(2, 0, 40);
        cache.Share(2, 1, 40);
        Write(cache, 0, 40, 100);
        Write(cache, 1, 40, 200);
        Assert.Equal(cache.Blocks(0)[0], cache.Blocks(1)[0]);
        Assert.Equal((100f, 200f, 39f), (Key(cache, 0, 40), Key(cache, 1, 40), Key(cache, 2, 39)));
        Assert.Equal((39f, 39f), (Key(cache, 0, 39), Key(cache, 1, 39)));
    }

    [Fact]
    public void Should_leave_rows_alone_when_the_prompt_row_is_written_anew()
    {
        using var cache = Filled(blocks: 6);
        cache.Share(2, 0, 40);
        cache.Truncate(2, 10);
        Write(cache, 2, 10, -1);
        Assert.Equal((10f, 9f, -1f), (Key(cache, 0, 10), Key(cache, 2, 9), Key(cache, 2, 10)));
    }

    [Fact]
    public void Should_promise_no_more_than_there_is_and_take_it_back()
    {
        using var cache = new SimdCache(Shape, rows: 3, blocks: 4);
        Assert.True(cache.TryReserve(0, 64));
        Assert.True(cache.TryReserve(1, 33));
        Assert.False(cache.TryReserve(2, 1));
        cache.Move(1, 0);
        Assert.True(cache.TryReserve(2, 64));
        cache.Free(2);
        Assert.True(cache.TryReserve(1, 64));
    }

    [Fact]
    public void Should_take_every_block_again_after_rows_ended()
    {
        using var cache = Filled(blocks: 4);
        for (var round = 0; round < 50; round++)
        {
            cache.Share(2, 0, 40);
            Write(cache, 0, 40, round);
            cache.Move(0, 1);
            Write(cache, 1, 41, round);
            cache.Free(1);
        }
        Assert.Equal(39f, Key(cache, 2, 39));
    }
}
