using System.CommandLine;
using ExtraCot.Text;
using ExtraCot.Text.Answers;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot verify</c>: is this answer right?</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        var input = new Option<FileInfo?>("--in") { Description = "JSON lines {\"gold\":…,\"pred\":…}; pred is an answer or a whole response. Standard input when absent." };
        var summary = new Option<bool>("--summary") { Description = "Print counts per rule on standard error at the end." };
        var verb = new Verb(
            "verify",
            "Check answers against gold answers, one JSON line in, one out.",
            "echo '{\"gold\":\"\\\\frac12\",\"pred\":\"so \\\\boxed{0.5}\"}' | extracot verify",
            "extracot verify --in answers.jsonl --summary") { input, summary };
        verb.Runs((parsed, cancellation) =>
        {
            var lines = new VerifyLines(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            using (var reader = Open(parsed.GetValue(input))) lines.Run(reader, cancellation);
            if (parsed.GetValue(summary)) Summarize(lines, parsed.InvocationConfiguration.Error);
            if (lines.Malformed > 0) throw new InputException($"{lines.Malformed} of {lines.Lines} lines could not be checked; see the lines above");
        });
        return verb;
    }

    private static StreamReader Open(FileInfo? file)
    {
        if (file is null) return new StreamReader(Console.OpenStandardInput());
        try
        {
            return file.OpenText();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--in {file}: {missing.Message}", missing);
        }
    }

    private static void Summarize(VerifyLines lines, TextWriter error)
    {
        error.WriteLine($"{lines.Equal} of {lines.Lines} equal");
        foreach (var (rule, count) in lines.RuleCounts) error.WriteLine($"{rule,-12} {count}");
    }
}
