namespace ExtraCot.Text.Answers;

/// <summary>Finds <c>\boxed{…}</c> and <c>\fbox{…}</c> in one pass, whatever the nesting.</summary>
internal sealed class BoxScanner
{
    /// <summary>The commands that draw a box.</summary>
    public static readonly string[] Commands = ["\\boxed", "\\fbox"];

    // The same where JSON's escapes ate the backslash.
    private static readonly string[] Slips = ["\boxed", "\fbox"];

    private readonly List<Range> boxes = [];
    private readonly Stack<int> braces = new(); // content start of a box's brace, -1 for any other
    private readonly string text;
    private int openBoxes;

    private BoxScanner(string text) => this.text = text;

    /// <summary>The contents of the outermost complete boxes in order, and where the first box that is never closed begins (or -1).</summary>
    public static (List<Range> Boxes, int Truncated) Scan(string text)
    {
        var first = text.AsSpan().IndexOfAny('\\', '\b', '\f');
        if (first < 0) return ([], -1);
        var scanner = new BoxScanner(text);
        scanner.Run(first);
        var truncated = scanner.openBoxes == 0 ? -1 : scanner.braces.Where(start => start >= 0).Min();
        return (scanner.boxes, truncated);
    }

    private void Run(int index)
    {
        while (index < text.Length)
        {
            var letter = text[index];
            if (letter is '\\' or '\b' or '\f')
            {
                index = BoxAt(index) is { } end ? OpenBox(end) : index + (letter == '\\' ? 2 : 1);
                continue;
            }
            if (letter == '{') braces.Push(-1);
            else if (letter == '}') Close(index);
            index++;
        }
    }

    // The end of a box command at this place, or null. A doubled backslash is a common escaping slip.
    private int? BoxAt(int index)
    {
        foreach (var command in text[index] == '\\' ? Commands : Slips)
        {
            var start = index;
            if (string.CompareOrdinal(text, start, "\\\\", 0, 2) == 0) start++;
            if (string.CompareOrdinal(text, start, command, 0, command.Length) != 0) continue;
            var end = start + command.Length;
            if (end == text.Length || !char.IsAsciiLetter(text[end])) return end;
        }
        return null;
    }

    private int OpenBox(int end)
    {
        while (end < text.Length && text[end] is ' ' or '\n' or '\t') end++;
        if (end == text.Length) return end;
        if (text[end] != '{') return Unbraced(end);
        braces.Push(end + 1);
        openBoxes++;
        return end + 1;
    }

    // "\boxed 5" and "\boxed\frac12": what stands there without a blank.
    private int Unbraced(int start)
    {
        var end = start;
        var depth = 0;
        for (; end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '$'; end++)
        {
            if (text[end] == '{') depth++;
            else if (text[end] == '}' && --depth < 0) break;
        }
        var kept = end;
        while (kept > start && text[kept - 1] is '.' or ',' or ';' or '*') kept--;
        if (kept > start) boxes.Add(start..kept);
        return end;
    }

    private void Close(int index)
    {
        if (!braces.TryPop(out var start) || start < 0) return;
        openBoxes--;
        while (boxes.Count > 0 && boxes[^1].Start.Value >= start) boxes.RemoveAt(boxes.Count - 1);
        if (!text.AsSpan(start, index - start).IsWhiteSpace()) boxes.Add(start..index);
    }
}
