namespace ExtraCot.Text.SmallWorld;

/// <summary>One event with exact numbers.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Before">Running total before the event.</param>
/// <param name="Amount">The number the story names: addend, factor, divisor, percentage or count of boxes.</param>
/// <param name="PerBox">Objects in each box; 0 for other kinds.</param>
/// <param name="Part">The intermediate value of two-step events; 0 for other kinds.</param>
/// <param name="After">Running total after the event.</param>
internal sealed record StoryEvent(EventKind Kind, int Before, int Amount, int PerBox, int Part, int After)
{
    /// <value>True when the event needs helper equations.</value>
    public bool IsHard => Kind is EventKind.LongMultiply or EventKind.LoseOddPercent or EventKind.BuyManyBoxes;

    /// <value>Core equations of the event: 1 or 2.</value>
    public int Equations => NeedsTwo(Kind) ? 2 : 1;

    /// <summary>Whether events of this kind take two equations.</summary>
    public static bool NeedsTwo(EventKind kind) => kind is EventKind.GiveFraction or EventKind.LosePercent or EventKind.LoseOddPercent
        or EventKind.GrowPercent or EventKind.BuyBoxes or EventKind.BuyManyBoxes;

    /// <summary>The event inside a signature.</summary>
    /// <remarks>
    /// The spelling decides which problems are held out. It is the one the shipped base model was trained with, so its
    /// training data never held a test problem.
    /// </remarks>
    public string Signature => Kind switch
    {
        EventKind.Add => $"('add', {Before}, {Amount}, {After})",
        EventKind.Subtract => $"('sub', {Before}, {Amount}, {After})",
        EventKind.Multiply => $"('mul', {Before}, {Amount}, {After})",
        EventKind.LongMultiply => $"('mulh', {Before}, {Amount}, {After})",
        EventKind.Divide => $"('div', {Before}, {Amount}, {After})",
        EventKind.GiveFraction => $"('frac', {Before}, {Amount}, {Part}, {After})",
        EventKind.LosePercent => $"('pct', {Before}, {Amount}, {Part}, {After})",
        EventKind.LoseOddPercent => $"('pcth', {Before}, {Amount}, {Part}, {After})",
        EventKind.GrowPercent => $"('grow', {Before}, {Amount}, {Part}, {After})",
        EventKind.BuyBoxes => $"('comp', {Before}, {Amount}, {PerBox}, {Part}, {After})",
        _ => $"('comph', {Before}, {Amount}, {PerBox}, {Part}, {After})",
    };
}
