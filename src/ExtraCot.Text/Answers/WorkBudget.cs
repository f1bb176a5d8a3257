namespace ExtraCot.Text.Answers;

/// <summary>Counts work in steps of roughly a machine-word operation or a small allocation; no clock, so every run decides alike.</summary>
internal sealed class WorkBudget(long steps = WorkBudget.Default)
{
    /// <summary>Enough for each of the MATH sets' answers a hundred times over; some tens of milliseconds at worst.</summary>
    public const long Default = 2_000_000;

    /// <summary>Longest answer in characters.</summary>
    public const int LongestAnswer = 20_000;

    /// <summary>Most digits in one literal.</summary>
    public const int MostDigits = 5_000;

    /// <summary>Deepest nesting of brackets, fractions, powers.</summary>
    public const int DeepestNesting = 60;

    /// <summary>Most steps of chains that nest without brackets: 1/1/1/…, x!!!!, A ∪ B ∪ ….</summary>
    public const int LongestChain = 400;

    /// <summary>Most bits of an exact number.</summary>
    public const long MostBits = 70_000;

    private long left = steps;

    public void Spend(long cost)
    {
        left -= cost;
        if (left < 0) throw CheckAborted.Budget();
    }
}
