using System.CommandLine;

namespace ExtraCot.Cli;

/// <summary>The <c>extracot</c> command line: verbs and options only, no logic.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => Root().Parse(args).InvokeAsync();

    internal static RootCommand Root() => new("Compressed chain-of-thought reasoning: compressor, mixed-ratio SFT, CHRPO, evaluation and serving.")
    {
    };
}
