using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>How the sentences of a thought hang together: what is new, what the answer rests on, what was given up.</summary>
internal sealed class Derivation
{
    private readonly IReadOnlyList<SentenceFacts> sentences;
    private readonly HashSet<string> question;

    public Derivation(SegmentedThought thought, IReadOnlyList<SentenceFacts> sentences, IReadOnlyList<FormulaRole> roles, int conclusion)
    {
        this.sentences = sentences;
        var asked = UnitDetector.Detect(thought.Question);
        var facts = asked.Count == 0 ? null : new SentenceFacts(new SegmentedThought("", thought.Question, asked), ..asked.Count);
        question = [.. facts?.Values ?? [], .. facts?.Words ?? []];
        New = FindNew();
        Solved = FirstAnswer(conclusion, roles);
        Needed = Trace(conclusion);
        Abandoned = FindAbandoned();
    }

    /// <value>Whether a sentence has a formula that stands nowhere before it.</value>
    public bool[] New { get; }

    /// <value>Whether the answer rests on a sentence.</value>
    public bool[] Needed { get; }

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

    private int FirstAnswer(int conclusion, IReadOnlyList<FormulaRole> roles)
    {
        if (conclusion < 0 || sentences[conclusion].LastValue is not { } answer) return conclusion;
        for (var i = 0; i < conclusion; i++)
        {
            var reached = sentences[i].Formulas.Find(sides => sides.Length > 1 && sides[^1] == answer);
            if (reached is null || roles[i] == FormulaRole.Check) continue;
            // A single digit and what the question names stand in many places; they must be a variable's value or concluded.
            var common = answer.Length == 1 || question.Contains(answer);
            if (!common || reached[0].Length == 1 || sentences[i].Says(Cues.Concluding)) return i;
        }
        return conclusion;
    }

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
