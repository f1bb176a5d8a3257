using ExtraCot.Data;
using ExtraCot.Text.Data;

namespace ExtraCot.SftData;

/// <summary>Questions no sample may hold: found whole, or by a run of words they share.</summary>
internal sealed class HeldOutQuestions
{
    private readonly Dictionary<string, string> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly int overlapWords;

    /// <param name="files">Files of questions.</param>
    /// <param name="overlapWords">Words in a row that count as an overlap; 0 for none.</param>
    public HeldOutQuestions(IReadOnlyList<string> files, int overlapWords)
    {
        this.overlapWords = overlapWords;
        foreach (var file in files)
            foreach (var record in QuestionFile.ReadAll(file))
            {
                var place = $"{Path.GetFileName(file)}:{record.Line}";
                exact.TryAdd(QuestionKey.Of(record.Question), place);
                foreach (var run in Runs(record.Question)) runs.TryAdd(run, place);
            }
    }

    /// <value>Different questions.</value>
    public int Count => exact.Count;

    /// <summary>Where the same question stands, or null.</summary>
    public string? Same(string key) => exact.GetValueOrDefault(key);

    /// <summary>Where a question with the same run of words stands, and the run; null without one.</summary>
    public (string Place, string Words)? Overlap(string question)
    {
        foreach (var run in Runs(question))
            if (runs.TryGetValue(run, out var place)) return (place, run);
        return null;
    }

    private IEnumerable<string> Runs(string question)
    {
        if (overlapWords == 0) yield break;
        var words = QuestionKey.Words(question);
        for (var i = 0; i + overlapWords <= words.Count; i++) yield return string.Join(' ', words.Skip(i).Take(overlapWords));
    }
}
