using System.CommandLine;
using ExtraCot.Benchmarks;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench reward</c>: the reward service's speed.</summary>
internal static class BenchRewardCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb("reward", "Time the reward service over loopback HTTP: the best of at least five rounds beside a calibration loop.", "extracot bench reward --json") { json };
        verb.Runs((parsed, cancellation) =>
        {
            var result = RewardBenchmark.Run(cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
