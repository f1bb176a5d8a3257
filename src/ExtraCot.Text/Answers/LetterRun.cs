namespace ExtraCot.Text.Answers;

/// <summary>Where a run of letters stands.</summary>
/// <param name="Joined">It follows a digit or closing bracket without a blank.</param>
/// <param name="Measures">It follows a number or a word and a blank.</param>
/// <param name="First">Nothing stands before it.</param>
/// <param name="Next">The run of letters behind one blank; empty at the end, null where something else follows.</param>
internal readonly record struct LetterRunPlace(bool Joined, bool Measures, bool First, string? Next);

/// <summary>Tells words from products of one-letter variables.</summary>
internal static class LetterRun
{
    /// <summary>Whether a run of letters is a word.</summary>
    public static bool IsWord(string run, LetterRunPlace place)
    {
        var unit = Vocabulary.ShortUnits.Contains(run);
        if (run is "and" or "or" || Vocabulary.PlainCommands.Contains(run) && !(place.Measures && unit)) return false;
        if (FunctionOfLetter(run) is not null || run.Length == 1) return false;
        if ((place.Measures || place.Joined) && unit || place.Joined && Vocabulary.Ordinals.Contains(run)) return true;
        var alone = place is { First: true, Next: "" };
        if (alone && (Vocabulary.ShortWords.Contains(run) || run.Length > 2 && run.All(char.IsAsciiLetterUpper))) return true;
        if (place.First && place.Next is { Length: > 2 } next && next is not "and" && !Vocabulary.PlainCommands.Contains(next)) return true;
        if (char.IsAsciiLetterUpper(run[0]) && run.Length > 2 && run.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0) return true;
        if (place.Joined || run.Length == 2 || IsProduct(run)) return false;
        return run.Any(char.IsAsciiLetterLower);
    }

    /// <summary>"sinx": the function in front of its one-letter argument, or null.</summary>
    public static string? FunctionOfLetter(string run) =>
        run.Length > 2 && run[^1] is 'x' or 'y' && Vocabulary.Functions.Contains(run[..^1]) ? run[..^1] : null;

    // "abc", "xyz", "zyx": up to four letters in their order, or all from the alphabet's end.
    private static bool IsProduct(string run)
    {
        if (run.Length > 4) return false;
        if (run.All(letter => letter is >= 'u' and <= 'z')) return true;
        for (var index = 1; index < run.Length; index++)
        {
            if (run[index] <= run[index - 1]) return false;
        }
        return true;
    }
}
