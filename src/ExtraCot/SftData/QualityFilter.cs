using System.Text.RegularExpressions;
using ExtraCot.Chrpo;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Tells bad samples (spec of stages 2 and 3, section 2.9): too short, repetitive, looping, or bare of the numbers and formulas the whole thought has.</summary>
internal sealed partial class QualityFilter(FilterOptions options)
{
    private const string Signs = "=+-*/^%()[]{}<>|,:;";

    /// <summary>The first reason against a question, with the ratio it concerns; null when all its thoughts are good.</summary>
    /// <param name="thoughts">The thought at 0.2 … 1.0 with its tokens.</param>
    public string? Reason(IReadOnlyList<(string Text, int Tokens)> thoughts)
    {
        var whole = Anchors(thoughts[^1].Text);
        for (var ratio = 0; ratio < thoughts.Count; ratio++)
            if (Reason(thoughts[ratio].Text, thoughts[ratio].Tokens, whole, ratio) is { } reason) return $"{ControlToken.Ratios[ratio].Name}: {reason}";
        return null;
    }

    /// <summary>The first reason against one thought.</summary>
    /// <param name="text">The thought.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="wholeAnchors"><see cref="Anchors"/> of the whole thought.</param>
    /// <param name="ratio">Index of its ratio.</param>
    public string? Reason(string text, int tokens, int wholeAnchors, int ratio)
    {
        if (tokens < options.MinTokens[ratio]) return "short";
        var words = RepetitionProfile.Words(text);
        var profile = RepetitionProfile.Of(words);
        if (profile.Bigrams >= options.Bigrams[ratio] && profile.Trigrams >= options.Trigrams[ratio]) return "n-grams repeated";
        if (profile.TopWord >= options.TopWord[ratio]) return "one word too frequent";
        if (profile.WordRun >= options.WordRun[ratio]) return "run of one word";
        if (PhraseLoop.Found(LoopWords(text))) return "loop";
        return Anchors(text) < options.Anchors[ratio] * wholeAnchors ? "anchors lost" : null;
    }

    /// <summary>Numbers, formula commands of ten kinds and signs in a text: what a calculation stands on.</summary>
    public static int Anchors(string text) => Number().Count(text) + Macro().Count(text) + text.Count(letter => Signs.Contains(letter));

    // Here numbers differ: a column of results is no loop.
    private static int[] LoopWords(string text)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => known.TryGetValue(word, out var index) ? index : known[word] = known.Count)];
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\\(?:frac|cdot|times|sqrt|sum|prod|left|right|begin|end)(?![A-Za-z])")]
    private static partial Regex Macro();
}
