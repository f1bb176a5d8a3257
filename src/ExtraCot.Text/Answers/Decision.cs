namespace ExtraCot.Text.Answers;

/// <summary>The outcome of one comparison and the rule behind it.</summary>
internal readonly record struct Decision(bool Equal, string Rule)
{
    public static Decision No(string rule) => new(false, rule);

    public static Decision Of(bool equal, string rule) => new(equal, rule);
}
