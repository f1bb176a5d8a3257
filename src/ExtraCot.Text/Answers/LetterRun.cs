namespace ExtraCot.Text.Answers;

/// <summary>Tells words from products of one-letter variables.</summary>
internal static class LetterRun
{
    /// <summary>Whether a run of letters is a word.</summary>
    /// <param name="run">The letters.</param>
    /// <param name="joined">They follow a digit or closing bracket without a blank.</param>
    /// <param name="behindNumber">They follow a number and a blank.</param>
    /// <param name="alone">They are the whole answer.</param>
    public static bool IsWord(string run, bool joined, bool behindNumber, bool alone)
    {
        if (run is "and" or "or" || Vocabulary.PlainCommands.Contains(run) && !(behindNumber && Vocabulary.ShortUnits.Contains(run))) return false;
        if (FunctionOfLetter(run) is not null || run.Length == 1) return false;
        if ((behindNumber || joined) && Vocabulary.ShortUnits.Contains(run)) return true;
        if (alone && Vocabulary.ShortWords.Contains(run)) return true;
        if (joined || run.Length == 2 || Rises(run)) return false;
        return run.Any(char.IsAsciiLetterLower);
    }

    /// <summary>"sinx": the function in front of its one-letter argument, or null.</summary>
    public static string? FunctionOfLetter(string run) =>
        run.Length > 2 && run[^1] is 'x' or 'y' && Vocabulary.Functions.Contains(run[..^1]) ? run[..^1] : null;

    // "abc", "xyz": letters in their order are a product.
    private static bool Rises(string run)
    {
        for (var index = 1; index < run.Length; index++)
        {
            if (run[index] <= run[index - 1]) return false;
        }
        return run.Length <= 4;
    }
}
