using System.Security.Cryptography;
using System.Text;

namespace ExtraCot.Text.SmallWorld;

/// <summary>Generates word problems of graded difficulty with verbose, reasoning-model-like chains of thought.</summary>
/// <remarks>
/// A problem has 2 to 5 core equations; a quarter of the problems is hard: one event (two from four equations on) needs helper
/// equations. One signature in twenty is held out for tests (<see cref="IsHeldOut"/>).
/// </remarks>
public static class ProblemGenerator
{
    private const double HardShare = .25;
    private const int MaxQuestionPieces = 104;

    /// <summary>A problem from the training or the held-out side.</summary>
    /// <param name="random">Source of all choices.</param>
    /// <param name="heldOut">True for test problems.</param>
    /// <param name="steps">Core equations, 2 … 5; null draws them.</param>
    /// <param name="hard">Whether helper equations are needed; null draws it.</param>
    public static SmallProblem Next(SeededRandom random, bool heldOut, int? steps = null, bool? hard = null)
    {
        while (true)
        {
            var n = steps ?? random.Next(2, 5);
            var isHard = hard ?? random.Chance(HardShare);
            var (start, events) = EventSampler.Sample(random, n, isHard ? (n < 4 ? 1 : 2) : 0);
            var signature = $"({start}, [{string.Join(", ", events.Select(e => e.Signature))}])";
            if (IsHeldOut(signature) != heldOut) continue;
            var problem = ProblemWriter.Write(random, start, events, n, isHard, signature);
            if (SmallWorldPieces.Split(problem.Question).Count() <= MaxQuestionPieces) return problem;
        }
    }

    /// <summary><paramref name="count"/> problems, the number of steps going round 2, 3, 4, 5 so that each difficulty is equally frequent.</summary>
    public static IReadOnlyList<SmallProblem> Set(ulong seed, bool heldOut, int count)
    {
        var random = new SeededRandom(seed);
        return Enumerable.Range(0, count).Select(i => Next(random, heldOut, 2 + i % 4)).ToList();
    }

    /// <summary>Whether a signature belongs to the held-out twentieth.</summary>
    public static bool IsHeldOut(string signature)
    {
#pragma warning disable CA5351 // a split, not a secret; the shipped base model was trained with this hash
        var hash = MD5.HashData(Encoding.ASCII.GetBytes(signature));
#pragma warning restore CA5351
        return ((hash[0] << 16) | (hash[1] << 8) | hash[2]) % 20 == 0;
    }
}
