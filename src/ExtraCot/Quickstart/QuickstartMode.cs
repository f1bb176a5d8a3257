using ExtraCot.Text.Prompting;

namespace ExtraCot.Quickstart;

/// <summary>One column of the evaluation.</summary>
/// <param name="Name">Name in reports and of its file of responses.</param>
/// <param name="Model">Folder of the model within the run; null is the base model.</param>
/// <param name="Control">The control token asked for; null asks as the base model was trained.</param>
/// <param name="Temperature">0 decodes greedily.</param>
public sealed record QuickstartMode(string Name, string? Model, ControlToken? Control, float Temperature = 0)
{
    /// <value>The base model with its full thought.</value>
    public static QuickstartMode Base { get; } = new("base", null, null);

    /// <value>The final model at its five fixed ratios.</value>
    public static IReadOnlyList<QuickstartMode> Fixed { get; } = [.. ControlToken.Ratios.Select(ratio => new QuickstartMode(ratio.Name, "chrpo", ratio))];

    /// <value>The final model choosing for itself.</value>
    public static QuickstartMode Policy { get; } = new("policy", "chrpo", ControlToken.Policy);

    /// <value>The same at temperature 1, choice and answer sampled.</value>
    public static QuickstartMode PolicySampled { get; } = new("policy-sampled", "chrpo", ControlToken.Policy, 1);

    /// <value>The model trained on thoughts pruned token by token.</value>
    public static QuickstartMode Naive { get; } = new("naive-0.2", "naive", ControlToken.Ratios[0]);

    /// <value>All of them, grouped by model.</value>
    public static IReadOnlyList<QuickstartMode> All { get; } = [Base, .. Fixed, Policy, PolicySampled, Naive];

    /// <value>Its responses within the run.</value>
    public string File => $"responses/{Name}.jsonl";
}
