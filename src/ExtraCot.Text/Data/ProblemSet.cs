using System.Security.Cryptography;
using System.Text;

namespace ExtraCot.Text.Data;

/// <summary>Problems that are asked together.</summary>
/// <param name="Name">Name of the data set, or the file's name without its ending.</param>
/// <param name="Problems">In the order of the file; ids are unique.</param>
public sealed record ProblemSet(string Name, IReadOnlyList<MathProblem> Problems)
{
    /// <value>SHA-256 over ids, questions and answers, the first 16 hexadecimal digits: two runs with the same one asked the same.</value>
    public string Fingerprint { get; } = Hash(Problems);

    /// <summary>The first problems, at most <paramref name="count"/>.</summary>
    public ProblemSet Take(int count) => count >= Problems.Count ? this : new(Name, [.. Problems.Take(count)]);

    private static string Hash(IReadOnlyList<MathProblem> problems)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var problem in problems)
            foreach (var text in (string[])[problem.Id, problem.Question, problem.Answer])
                hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
