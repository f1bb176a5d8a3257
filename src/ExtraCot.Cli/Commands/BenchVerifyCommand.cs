using System.CommandLine;
using ExtraCot.Benchmarks;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench verify</c>: the answer checker's speed.</summary>
internal static class BenchVerifyCommand
{
    internal static Command Create()
    {
        var input = new Option<FileInfo?>("--in") { Description = "JSON lines with an \"answer\" each; every one is checked against rewritten forms of itself. A small built-in list when absent." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "verify",
            "Time the answer checker: the best of five rounds beside a calibration loop.",
            "extracot bench verify --in math500.jsonl --json") { input, json };
        verb.Runs((parsed, cancellation) =>
        {
            var cases = VerifyBenchmark.Cases(parsed.GetValue(input)?.FullName);
            var result = VerifyBenchmark.Run(cases, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
