using CsCheck;
using ExtraCot.Nn.Training;
using Xunit;

namespace ExtraCot.Tests.Training;

public class LengthBatchesTests
{
    [Fact]
    public void Should_share_out_every_sequence_so_that_no_worker_has_more_than_one_sequence_above_another() =>
        Gen.Select(Gen.Int[1, 600].List[0, 40], Gen.Int[1, 4]).Sample((lengths, workers) =>
        {
            var batch = lengths.Select((length, index) => (Length: length, Index: index)).ToList();
            var shares = LengthBatches.Split(batch, item => item.Length, workers);
            Assert.Equal(workers, shares.Count);
            Assert.Equal(batch, shares.SelectMany(share => share).OrderBy(item => item.Index));
            Assert.All(shares, share => Assert.Equal(share.OrderBy(item => item.Length).ThenBy(item => item.Index), share));
            var tokens = shares.Select(share => share.Sum(item => item.Length)).ToList();
            Assert.True(tokens.Max() - tokens.Min() <= lengths.DefaultIfEmpty().Max());
        });

    [Fact]
    public void Should_give_the_longest_sequence_a_worker_of_its_own_where_the_others_are_no_longer_together()
    {
        var shares = LengthBatches.Split([100, 400, 100, 200], length => length, workers: 2);
        Assert.Equal([[400], [100, 100, 200]], shares);
    }
}
