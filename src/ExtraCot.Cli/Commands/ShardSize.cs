using System.CommandLine;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary>The option that limits the size of weight files.</summary>
internal static class ShardSize
{
    internal static Option<double> Option() => new("--shard-gb") { Description = "Largest weight file, in GB.", DefaultValueFactory = _ => 5 };

    internal static long Bytes(double gigabytes) =>
        gigabytes > 0 ? (long)Math.Min(gigabytes * 1e9, long.MaxValue) : throw new InputException($"--shard-gb {gigabytes}: expected more than 0");
}
