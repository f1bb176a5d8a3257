using System.CommandLine;
using ExtraCot.Diagnostics;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot doctor</c>.</summary>
internal static class DoctorCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var verb = new Verb(
            "doctor",
            "Show what this machine has, which number type it will compute in, what is missing and the command that mends it.",
            "extracot doctor",
            "extracot doctor --json | jq .compute")
        { json };
        verb.Runs((parsed, _) =>
        {
            var report = Doctor.Examine();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(DoctorText.ToJson(report));
            else foreach (var line in DoctorText.ToLines(report)) output.WriteLine(line);
            return report.Problems.Any(problem => problem.Fatal) ? CommandLineErrors.Failure : 0;
        });
        return verb;
    }
}
