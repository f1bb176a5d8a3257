using System.ComponentModel;
using ExtraCot.MixedRatioSft.Training;
using Xunit;

namespace ExtraCot.Tests.SftTraining;

public class OutOfMemoryTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8000000000 bytes.", true)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied", false)]
    public void Should_know_libtorchs_messages(string message, bool expected) => Assert.Equal(expected, OutOfMemory.Is(new Win32Exception(message)));

    [Fact]
    public void Should_name_only_settings_that_can_still_change()
    {
        var all = OutOfMemory.Advice(new SftOptions(), longest: 900);
        foreach (var setting in new[] { "lower tokensPerPass (now 4096; the longest sample of this step has 900 tokens)", "gradientCheckpointing: true", "loraRank: 16", "lower cutoff (now 6144)" }) Assert.Contains(setting, all);
        var left = OutOfMemory.Advice(new SftOptions { TokensPerPass = 900, GradientCheckpointing = true, LoraRank = 8 }, longest: 900);
        Assert.StartsWith("memory ran out; lower cutoff", left);
    }
}
