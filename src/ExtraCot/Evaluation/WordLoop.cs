using ExtraCot.Chrpo;

namespace ExtraCot.Evaluation;

/// <summary>Whether a text repeats a phrase over and over; counted in words, so that it means the same for every tokenizer.</summary>
public static class WordLoop
{
    /// <summary>Whether some block of 1 to 32 words stands at least four times in a row and fills at least 16 words.</summary>
    public static bool Found(string text)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new List<int>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!known.TryGetValue(word, out var id)) known[word] = id = known.Count;
            ids.Add(id);
        }
        return PhraseLoop.Found(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids));
    }
}
