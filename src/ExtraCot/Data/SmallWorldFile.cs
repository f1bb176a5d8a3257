using ExtraCot.Runs;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Data;

/// <summary>Writes small-world problems as a file that every verb that takes questions reads.</summary>
public static class SmallWorldFile
{
    /// <summary>One problem a line: id, question, answer, and as difficulty the number of equations in its solution. Whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Same seed and part, same problems.</param>
    /// <param name="part">Names the part, so that parts of one seed share no random stream.</param>
    /// <param name="heldOut">True for problems no training set holds.</param>
    /// <param name="count">How many.</param>
    public static void Write(string path, ulong seed, string part, bool heldOut, int count) =>
        JsonLines.Write(path, SmallWorldSet.Make(seed, part, heldOut, count).Select(problem => new { problem.Id, problem.Question, problem.Answer, problem.Difficulty }));
}
