using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ExtraCot.Cli;

/// <summary>Help that ends in examples.</summary>
internal static class CommandLineHelp
{
    /// <summary>Makes <c>--help</c> of every verb print the verb's examples after the options.</summary>
    public static void ShowExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
    }

    /// <summary>The words that call a command: <c>extracot doctor</c>.</summary>
    public static string FullName(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "extracot" : $"{FullName(parent)} {command.Name}";
    }

    private sealed class ExamplesHelp(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = help.Invoke(parseResult);
            var command = parseResult.CommandResult.Command;
            var examples = command is Verb verb
                ? verb.Examples
                : [.. command.Subcommands.OfType<Verb>().SelectMany(each => each.Examples.Take(1))];
            if (examples.Count == 0) return exitCode;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine($"  {example}");
            output.WriteLine();
            return exitCode;
        }
    }
}
