using System.CommandLine;
using ExtraCot.Compression;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot units</c></summary>
internal static class UnitsCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Traces as JSON lines.", Required = true, HelpName = "FILE" };
        var verb = new Verb("units", "Print the units of each chain of thought (formulas, code, words, punctuation) as JSON lines.", "extracot units --in traces.jsonl | head") { input };
        verb.Runs((parsed, cancellation) =>
            UnitLines.Write(parsed.GetRequiredValue(input), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error.WriteLine, cancellation));
        return verb;
    }
}
