using System.CommandLine;

namespace ExtraCot.Cli;

/// <summary>A command whose help ends in examples and whose body is plain synchronous code (torch work must stay on one thread).</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <value>Whole command lines, shown as they are typed.</value>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Sets the body. It reports failure by exception; Ctrl-C and SIGTERM cancel its token.</summary>
    public void Runs(Action<ParseResult, CancellationToken> body) => SetAction((parsed, cancellation) =>
    {
        body(parsed, cancellation);
        return Task.CompletedTask;
    });
}
