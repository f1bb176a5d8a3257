using System.CommandLine;

namespace ExtraCot.Cli;

/// <summary>A command whose help ends in examples and whose body is plain synchronous code (torch work must stay on one thread).</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <value>Whole command lines, shown as they are typed.</value>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Sets the body. It reports failure by exception; Ctrl-C and SIGTERM cancel its token.</summary>
    public void Runs(Action<ParseResult, CancellationToken> body) => Runs((parsed, cancellation) =>
    {
        body(parsed, cancellation);
        return 0;
    });

    /// <summary>Sets a body that returns the exit code itself.</summary>
    public void Runs(Func<ParseResult, CancellationToken, int> body) =>
        SetAction((parsed, cancellation) => Task.FromResult(body(parsed, cancellation)));
}
