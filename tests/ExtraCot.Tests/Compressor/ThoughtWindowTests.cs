using CsCheck;
using ExtraCot.Compressor;
using Xunit;

namespace ExtraCot.Tests.Compressor;

public class ThoughtWindowTests
{
    private const int Separator = 5, Limit = 64;

    [Fact]
    public void Should_cover_every_token_by_windows_that_overlap_and_fit() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 2000]).Sample((asked, length) =>
        {
            int[] question = [.. Enumerable.Range(10_000, asked)], thought = [.. Enumerable.Range(0, length)];
            var windows = ThoughtWindow.Cover(question, Separator, thought, Limit);
            var used = Math.Min(asked, Limit / 2);
            Assert.Equal(0, windows[0].First);
            Assert.Equal(length, windows[^1].First + windows[^1].Count);
            Assert.All(windows, window =>
            {
                Assert.True(window.Ids.Length <= Limit);
                Assert.Equal([.. question[^used..], Separator, .. thought[window.First..(window.First + window.Count)]], window.Ids);
            });
            Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.InRange(pair.First.First + pair.First.Count - pair.Second.First, pair.First.Count / 4, pair.First.Count - 1));
        });

    [Fact]
    public void Should_use_one_window_where_it_suffices() => Assert.Single(ThoughtWindow.Cover(new int[13], Separator, new int[50], Limit));

    [Fact]
    public void Should_cut_chunks_behind_sentences_where_they_fit()
    {
        int[] thought = [.. Enumerable.Range(0, 25)];
        var chunks = ThoughtWindow.Chunks(100, 101, thought, t => t is 3 or 7 or 20, limit: 12); // ten tokens of the thought at most
        Assert.Equal([(0, 8), (8, 10), (18, 7)], chunks.Select(chunk => (chunk.First, chunk.Count)));
        Assert.All(chunks, chunk => Assert.Equal([100, .. thought[chunk.First..(chunk.First + chunk.Count)], 101], chunk.Ids));
        Assert.All(chunks, chunk => Assert.Equal(0, chunk.Question));
    }
}
