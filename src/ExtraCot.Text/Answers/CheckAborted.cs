namespace ExtraCot.Text.Answers;

/// <summary>Ends a check from deep inside; caught by <see cref="AnswerChecker"/>, which answers "not equal" by the given rule.</summary>
internal sealed class CheckAborted(string rule) : Exception(rule)
{
    public string Rule { get; } = rule;

    public static CheckAborted Budget() => new(VerdictRule.Budget);

    /// <summary>No value: a division by zero, a root or logarithm outside its domain.</summary>
    public static CheckAborted Undefined() => new(VerdictRule.Kind);
}
