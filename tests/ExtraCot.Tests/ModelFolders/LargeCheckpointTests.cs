using System.Globalization;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.ModelFolders;

/// <summary>A random checkpoint of the 0.6B shape, written, read and generated from. Needs 5 GB of memory and 1.2 GB of disk.</summary>
[Collection(Alone.Name)]
public class LargeCheckpointTests
{
    private static long Memory(string key) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    [Fact]
    public void Should_load_a_06b_checkpoint_in_its_own_memory_and_generate()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EXTRACOT_HEAVY") == "1", "heavy: set EXTRACOT_HEAVY=1");
        Assert.SkipUnless(File.Exists("/proc/self/clear_refs"), "needs Linux's /proc to measure memory");
        using var scratch = new ScratchFolder();
        var folder = scratch.File("model");
        // In another process, whose freed memory does not serve this one.
        Assert.Equal(0, Extracot.Run("model", "init", "--shape", "qwen3-0.6b", "--out", folder, "--shard-gb", "0.5").ExitCode);
        using (zeros(1)) { } // torch itself is loaded now
        var before = Memory("VmRSS");
        IReadOnlyList<int>? expected = null;
        foreach (var (type, bytes) in new[] { (ScalarType.BFloat16, 2), (ScalarType.Float32, 4) })
        {
            File.WriteAllText("/proc/self/clear_refs", "5"); // the peak counts from here
            using var model = Qwen3Model.Load(folder, type);
            var share = (Memory("VmHWM") - before) / ((double)bytes * model.ParameterCount);
            TestContext.Current.TestOutputHelper?.WriteLine($"{type}: peak {share:0.000} x weights");
            Assert.InRange(share, 0.9, 1.15);
            using var engine = InferenceEngine.For(model);
            var answer = engine.Generate([new([1, 2, 3, 4, 5], new SamplingOptions { MaxNewTokens = 6, Temperature = 0 })], cancellation: TestContext.Current.CancellationToken)[0][0].TokenIds;
            Assert.Equal(expected ??= answer, answer); // bfloat16 weights are widened exactly
        }
    }
}
