using ExtraCot.Text;

namespace ExtraCot.Evaluation;

/// <summary>The verifiers that options name.</summary>
public static class Verifiers
{
    private static readonly IAnswerVerifier[] All = [new MathVerifier(), new ExactVerifier()];

    /// <summary>The verifier of a name.</summary>
    /// <exception cref="InputException">There is none; the message lists all.</exception>
    public static IAnswerVerifier Find(string name) => All.FirstOrDefault(verifier => verifier.Name == name)
        ?? throw new InputException($"{name}: no such verifier; known are {string.Join(", ", All.Select(verifier => verifier.Name))}");
}
