using ExtraCot.Text;

namespace ExtraCot.SftData;

/// <summary>Groups of questions that rephrase each other, and the one use of each group.</summary>
internal sealed class QuestionGroups(ulong seed, SplitOptions shares)
{
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);

    /// <summary>Notes that a question belongs to an original question's group. Both are keys (<see cref="Text.Data.QuestionKey"/>).</summary>
    public void Add(string question, string original)
    {
        var (a, b) = (Root(question), Root(original));
        // The lesser key is the root, so that a group's name does not depend on the order of the lines.
        if (string.CompareOrdinal(a, b) < 0) parents[b] = a;
        else parents[a] = b;
    }

    /// <summary>The group's name: the least key in it.</summary>
    public string GroupOf(string question) => Root(question);

    /// <summary>What a group is used for: drawn by its name alone, so that more data moves no group elsewhere.</summary>
    public SplitPart PartOf(string group)
    {
        var u = SeededRandom.For(seed, group).NextDouble();
        foreach (var (part, share) in shares.Shares)
        {
            if (u < share) return part;
            u -= share;
        }
        return SplitPart.Sft; // rounding
    }

    private string Root(string key)
    {
        var root = key;
        while (parents.TryGetValue(root, out var parent) && parent != root) root = parent;
        while (key != root) (parents[key], key) = (root, parents[key]);
        parents.TryAdd(root, root);
        return root;
    }
}
