using System.Globalization;

namespace ExtraCot.Text.Prompting;

/// <summary>One of the six control tokens: five fixed ratios and the policy token that leaves the ratio to the model.</summary>
/// <remarks>Source of the spelling: spec of stages 2 and 3, vocabulary section (percent, no zero padding).</remarks>
public sealed class ControlToken
{
    private static readonly double[] Grid = [0.2, 0.4, 0.6, 0.8, 1.0];

    private ControlToken(string text, double? ratio) => (Text, Ratio) = (text, ratio);

    /// <value>The five ratio tokens, from 0.2 to 1.0.</value>
    public static IReadOnlyList<ControlToken> Ratios { get; } = Grid.Select(r => new ControlToken($"<COMP_{Math.Round(100 * r):0}>", r)).ToArray();

    /// <value>Leaves the choice of the ratio to the model.</value>
    public static ControlToken Policy { get; } = new("<COMP_POLICY>", null);

    /// <value>Another spelling of <see cref="Policy"/> found in public checkpoints.</value>
    public const string PolicyAlias = "<COMP_AUTO>";

    /// <value>All six, ratio tokens first.</value>
    public static IReadOnlyList<ControlToken> All { get; } = [.. Ratios, Policy];

    /// <value>The token as it stands in a tokenizer, for example <c>&lt;COMP_20&gt;</c>.</value>
    public string Text { get; }

    /// <value>Share of the full thought's tokens, 0.2 … 1.0; null for the policy token.</value>
    public double? Ratio { get; }

    /// <value>"0.2" … "1.0" or "policy": the name in options, files and reports.</value>
    public string Name => Ratio?.ToString("0.0", CultureInfo.InvariantCulture) ?? "policy";

    /// <summary>The token of a grid ratio.</summary>
    /// <exception cref="InputException">The ratio is not 0.2, 0.4, 0.6, 0.8 or 1.0.</exception>
    public static ControlToken ForRatio(double ratio) =>
        Ratios.FirstOrDefault(token => Math.Abs(token.Ratio!.Value - ratio) < 1e-9)
        ?? throw new InputException($"ratio {ratio} is not on the grid 0.2, 0.4, 0.6, 0.8, 1.0");

    /// <summary>Reads a name ("0.4", "policy") or a token text.</summary>
    /// <exception cref="InputException">Neither; the message lists the names.</exception>
    public static ControlToken Parse(string name)
    {
        if (name is PolicyAlias) return Policy;
        if (double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)) return ForRatio(ratio);
        return All.FirstOrDefault(token => token.Name == name || token.Text == name)
            ?? throw new InputException($"'{name}' is no control: expected 0.2, 0.4, 0.6, 0.8, 1.0 or policy");
    }

    /// <summary>A control token at the very end of a text, white space aside, and the text without it.</summary>
    public static (string Text, ControlToken? Control) TakeFrom(string text)
    {
        var end = text.TrimEnd();
        if (end.EndsWith(PolicyAlias, StringComparison.Ordinal)) return (end[..^PolicyAlias.Length].TrimEnd(), Policy);
        return All.FirstOrDefault(token => end.EndsWith(token.Text, StringComparison.Ordinal)) is { } found
            ? (end[..^found.Text.Length].TrimEnd(), found)
            : (text, null);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
