namespace ExtraCot.Options;

/// <summary>Finds what a mistyped name was meant to be.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest edits, or null where none is near.</summary>
    /// <param name="word">What was typed; case does not count.</param>
    /// <param name="candidates">The names that exist.</param>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var nearest = candidates.Select(name => (Name: name, Edits: Edits(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(pair => pair.Edits).FirstOrDefault();
        // A third of the letters wrong is still a slip; more is another word.
        return nearest.Name is not null && nearest.Edits <= Math.Max(1, word.Length / 3) ? nearest.Name : null;
    }

    // Levenshtein distance over one row.
    private static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
