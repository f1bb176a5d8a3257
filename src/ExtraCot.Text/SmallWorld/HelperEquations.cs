namespace ExtraCot.Text.SmallWorld;

/// <summary>The easy equations that a hard event's product or percentage is split into.</summary>
internal static class HelperEquations
{
    public static IReadOnlyList<string> For(StoryEvent e) => e.Kind switch
    {
        EventKind.LongMultiply => Product(e.Before, e.Before / 100 * 100, e.Before % 100, e.Amount),
        EventKind.BuyManyBoxes => Product(e.Part / e.PerBox, e.Amount / 10 * 10, e.Amount % 10, e.PerBox, factorFirst: true),
        EventKind.LoseOddPercent => Percent(e.Before, e.Amount, e.Part),
        _ => [],
    };

    private static List<string> Product(int whole, int round, int rest, int factor, bool factorFirst = false)
    {
        string Times(int a) => factorFirst ? $"{factor}*{a}" : $"{a}*{factor}";
        return [$" ${Times(round)}={round * factor}$.", $" ${Times(rest)}={rest * factor}$.", $" ${round * factor}+{rest * factor}={whole * factor}$."];
    }

    private static List<string> Percent(int x, int percent, int part)
    {
        int tenth = x / 10, tens = percent / 10;
        var lines = new List<string> { $" ${x}/10={tenth}$." };
        if (tens > 1) lines.Add($" ${tenth}*{tens}={tenth * tens}$.");
        if (percent % 10 != 0)
        {
            lines.Add($" ${tenth}/2={tenth / 2}$.");
            lines.Add($" ${tenth * tens}+{tenth / 2}={part}$.");
        }
        return lines;
    }
}
