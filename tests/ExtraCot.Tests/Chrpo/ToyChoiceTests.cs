using ExtraCot.Chrpo;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public class ToyChoiceTests(ITestOutputHelper output)
{
    [Fact]
    public void Without_the_control_reward_the_known_optimum_takes_at_least_half_again_as_many_steps()
    {
        var full = Objectives.For(new ChrpoOptions { Preset = ChrpoPreset.Reconstructed });
        var without = Objectives.For(new ChrpoOptions { Preset = ChrpoPreset.Reconstructed, Without = ChrpoAblation.Control });
        var (steps, ablated) = (0, 0);
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var (one, other) = (ToyChoice.Steps(full, seed), ToyChoice.Steps(without, seed));
            output.WriteLine($"seed {seed}: {one} steps, without R_ctrl {other}");
            Assert.True(one < ToyChoice.Limit, $"seed {seed}: CHRPO did not reach the optimum");
            Assert.True(other > one, $"seed {seed}: {one} steps against {other} without R_ctrl");
            (steps, ablated) = (steps + one, ablated + other);
        }
        Assert.True(ablated >= 1.5 * steps, $"three seeds: {steps} steps against {ablated} without R_ctrl");
    }
}
