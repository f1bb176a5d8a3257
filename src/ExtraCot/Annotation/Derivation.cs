using System.Buffers;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>How the sentences of a thought hang together: what is new, what the answer rests on, what was given up.</summary>
internal sealed class Derivation
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("+-*/^√");
    private readonly IReadOnlyList<SentenceFacts> sentences;
    private readonly HashSet<string> question;

    public Derivation(SegmentedThought thought, IReadOnlyList<SentenceFacts> sentences, IReadOnlyList<FormulaRole> roles, int conclusion)
    {
        this.sentences = sentences;
        var asked = UnitDetector.Detect(thought.Question);
        var facts = asked.Count == 0 ? null : new SentenceFacts(new SegmentedThought("", thought.Question, asked), ..asked.Count);
        question = [.. facts?.Values ?? [], .. facts?.Words ?? [], .. facts?.Formulas.Select(sides => string.Join('=', sides)) ?? []];
        New = FindNew();
        Abandoned = FindAbandoned();
        Solved = FirstAnswer(conclusion, roles);
        Needed = Trace(conclusion);
        (Leads, Dangles) = FindUses();
    }

    /// <value>Whether a sentence has a formula that stands nowhere before it.</value>
    public bool[] New { get; }

    /// <value>Whether the answer rests on a sentence.</value>
    public bool[] Needed { get; }

    /// <value>Whether a sentence brings a value that a later one works with.</value>
    public bool[] Leads { get; }

    /// <value>Whether a sentence brings values and nothing that leads to the answer works with any of them.</value>
    public bool[] Dangles { get; }

    /// <value>Whether a sentence belongs to a way that was given up.</value>
    public bool[] Abandoned { get; }

    /// <value>The sentence that reaches the answer for the first time; what follows can only repeat or verify it.</value>
    public int Solved { get; }

    /// <summary>Whether a sentence without an equation says the question again: most of its words stand there.</summary>
    public bool Restates(int sentence)
    {
        var words = sentences[sentence].Words.Where(word => word.Length > 3).ToList();
        return words.Count > 2 && words.Count(question.Contains) >= 0.6 * words.Count;
    }

    /// <summary>Whether a sentence names numbers that the next equations work with.</summary>
    public bool SetsUp(int sentence)
    {
        const int Reach = 3; // sentences
        var numbers = sentences[sentence].Values;
        if (numbers.Count == 0) return false;
        for (var i = sentence + 1; i < sentences.Count && i <= sentence + Reach; i++)
            if (sentences[i].HasRelation) return numbers.Overlaps(sentences[i].Values);
        return false;
    }

    private bool[] FindNew()
    {
        var seen = new HashSet<string>(question);
        return sentences.Select(s => s.Formulas.Select(sides => seen.Add(string.Join('=', sides))).ToList().Contains(true)).ToArray();
    }

    // The answer may be several values; the last of them to be reached counts.
    private int FirstAnswer(int conclusion, IReadOnlyList<FormulaRole> roles)
    {
        if (sentences[conclusion].LastValue is not { } answer) return conclusion;
        var solved = FirstReached(answer, conclusion, roles);
        foreach (var value in sentences[conclusion].Values.Where(value => value != answer && value.Length > 1 && !question.Contains(value)))
            if (FirstReached(value, conclusion, roles) is var at && at > solved && at < conclusion) solved = at;
        return solved;
    }

    private int FirstReached(string value, int conclusion, IReadOnlyList<FormulaRole> roles)
    {
        // A single digit and what the question names stand in many places; they must be a variable's value or concluded.
        var common = value.Length == 1 || question.Contains(value);
        for (var i = 0; i < conclusion; i++)
        {
            var sentence = sentences[i];
            if (roles[i] == FormulaRole.Check || Abandoned[i] || sentence.Says(Cues.Choosing)) continue;
            var reached = sentence.Formulas.Find(sides => sides.Length > 1 && sides[^1] == value);
            if (reached is null ? sentence.LastValue == value && !common && sentence.Says(Cues.Concluding) : !common || IsName(reached[0])) return i;
            if (common && sentence.LastValue == value && sentence.Says(Cues.Concluding)) return i;
        }
        return conclusion;
    }

    // x, x_1, f(3)
    private static bool IsName(string side) => char.IsLetter(side[0]) && side.Length <= 6 && !side.AsSpan().ContainsAny(Operators);

    // From the answer backwards: a sentence is needed when one of its values is; then all of its values are.
    private bool[] Trace(int conclusion)
    {
        var needed = new bool[sentences.Count];
        var wanted = new HashSet<string>(sentences[conclusion].Values.Concat(sentences[Solved].Values).Where(IsTelling));
        for (var i = Solved; i >= 0; i--)
        {
            var sentence = sentences[i];
            needed[i] = sentence.HasRelation && sentence.Values.Overlaps(wanted);
            if (needed[i]) wanted.UnionWith(sentence.Values.Where(IsTelling));
        }
        return needed;
    }

    // 0, 1 and 2 stand everywhere and link nothing; what the question gives needs no derivation.
    private bool IsTelling(string value) => value is not ("0" or "1" or "2") && !(char.IsAsciiDigit(value[0]) && question.Contains(value));

    private (bool[] Leads, bool[] Dangles) FindUses()
    {
        var (leads, dangles) = (new bool[sentences.Count], new bool[sentences.Count]);
        var seen = new HashSet<string>(question);
        var brought = sentences.Select(s => s.Values.Where(value => IsTelling(value) && seen.Add(value)).ToList()).ToList();
        var used = new HashSet<string>();
        for (var i = sentences.Count - 1; i >= 0; i--)
        {
            leads[i] = brought[i].Exists(used.Contains);
            dangles[i] = i < Solved && brought[i].Count > 0 && !leads[i];
            if (i <= Solved && !Abandoned[i]) used.UnionWith(sentences[i].Values);
        }
        return (leads, dangles);
    }

    // What was given up reaches back to where that way began, at most a few sentences.
    private bool[] FindAbandoned()
    {
        const int Reach = 6;
        var abandoned = new bool[sentences.Count];
        for (var i = 0; i < abandoned.Length; i++)
        {
            if (!sentences[i].Says(Cues.Abandoning)) continue;
            for (var j = i; j >= 0 && j > i - Reach; j--)
            {
                abandoned[j] = true;
                if (sentences[j].Says(Cues.Turning)) break;
            }
        }
        return abandoned;
    }
}
