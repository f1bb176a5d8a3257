using ExtraCot.Diagnostics;
using Xunit;

namespace ExtraCot.Tests.Diagnostics;

public class DoctorTests
{
    private const long Gigabyte = 1L << 30;
    private static readonly SystemFacts Roomy = new("Linux", "x64", ".NET 10", 16 * Gigabyte, 8 * Gigabyte);
    private static readonly LibTorchFacts Works = new(true, "2.10.0", "package", "libtorch_cpu.so", false, 2, Cuda: false, null);
    private static readonly DiskFacts Empty = new("/data", 100 * Gigabyte);

    [Fact]
    public void Should_miss_nothing_on_a_healthy_machine() => Assert.Empty(Doctor.Problems(Roomy, Works, [], Empty));

    [Fact]
    public void Should_call_a_libtorch_that_does_not_load_fatal()
    {
        var problem = Assert.Single(Doctor.Problems(Roomy, Works with { Loaded = false, Error = "libgomp.so.1: not found" }, [], Empty));
        Assert.True(problem.Fatal);
        Assert.Contains("libgomp.so.1: not found", problem.What);
    }

    [Fact]
    public void Should_say_how_an_idle_gpu_is_put_to_use()
    {
        GpuFacts[] gpus = [new("H100", "80 GB", "580.1")];
        var problem = Assert.Single(Doctor.Problems(Roomy, Works, gpus, Empty));
        Assert.False(problem.Fatal);
        Assert.Contains("H100", problem.What);
        Assert.Contains("export EXTRACOT_LIBTORCH=", problem.Command);
        Assert.Empty(Doctor.Problems(Roomy, Works with { Cuda = true }, gpus, Empty));
    }

    [Fact]
    public void Should_warn_of_little_memory_and_disk()
    {
        var problems = Doctor.Problems(Roomy with { MemoryBytes = Gigabyte }, Works, [], Empty with { FreeBytes = Gigabyte });
        Assert.Equal(2, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Fatal);
    }

    [Theory]
    [InlineData(100, 200, "bfloat16", "bfloat16 products measured 2.0 times as fast as float32")]
    [InlineData(100, 110, "float32", "bfloat16 products measured hardly faster than float32")]
    [InlineData(100, 2, "float32", "float32 products measured 50.0 times as fast as bfloat16")]
    public void Should_take_bfloat16_only_where_it_measured_clearly_faster(double float32, double bfloat16, string type, string reason)
    {
        var choice = ComputeChoice.Decide("cpu", float32, bfloat16);
        Assert.Equal((type, reason), (choice.DType, choice.Reason));
    }

    [Fact]
    public void Should_know_the_packages_of_missing_libraries()
    {
        const string listing = """
            	libc10.so => ./libc10.so (0x00007f)
            	libgomp.so.1 => not found
            	libstdc++.so.6 => not found
            	libgomp.so.1 => not found
            	libmystery.so => not found
            """;
        Assert.Equal(["libgomp1", "libstdc++6"], Doctor.MissingPackages(listing));
    }
}
