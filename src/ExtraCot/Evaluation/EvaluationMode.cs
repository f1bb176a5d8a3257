using System.Globalization;
using ExtraCot.MixedRatioSft;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>One way of asking all questions.</summary>
/// <param name="Name">Name in options, files and reports.</param>
/// <param name="Control">Control token of the prompt; null for none.</param>
/// <param name="Appended">Text put behind the question after a blank line; null for none.</param>
public sealed record EvaluationMode(string Name, ControlToken? Control, string? Appended = null)
{
    /// <summary>Name of the mode without control token.</summary>
    public const string NoneName = "none";

    /// <summary>Name of the base model's mode.</summary>
    public const string BaseName = "base";

    /// <value>The prompt-only controls (spec of stages 2 and 3, section 7.13): what a plain sentence achieves without training.</value>
    private static readonly EvaluationMode[] Sentences =
    [
        new("concise", null, "Be concise."),
        new("numbers", null, "Only use numbers or equations."),
        new("abbreviate", null, "Abbreviate words as much as possible."),
    ];

    /// <summary>Policy between the shortest and the full thought alone, as Thinkless trains it; not the control head's choice.</summary>
    private static readonly EvaluationMode ShortOrFull = new("short-or-full", ControlToken.Policy) { Choices = [0, ControlToken.Ratios.Count - 1] };

    /// <value>Indices of the ratios the model may choose among; null for all.</value>
    public IReadOnlyList<int>? Choices { get; init; }

    /// <value>A budget between two ratio tokens; null for none.</value>
    public double? Budget { get; init; }

    /// <summary>The base model's plain prompt.</summary>
    public static EvaluationMode Base { get; } = new(BaseName, null);

    /// <summary>A mode by name: "0.2" … "1.0", a budget between such as "0.3", "policy", "short-or-full", "none", "concise", "numbers", "abbreviate", or "reduce-0.4" (asks in words for 60 % fewer).</summary>
    /// <exception cref="InputException">There is none; the message lists all.</exception>
    public static EvaluationMode Parse(string name)
    {
        if (name == NoneName) return new(NoneName, null);
        if (ContinuousBudget.Parse(name) is { } budget) return new(budget.ToString("0.0##", CultureInfo.InvariantCulture), null) { Budget = budget };
        if (name == ShortOrFull.Name) return ShortOrFull;
        if (Sentences.FirstOrDefault(mode => mode.Name == name) is { } sentence) return sentence;
        if (name.StartsWith("reduce-", StringComparison.Ordinal) && double.TryParse(name["reduce-".Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is > 0 and < 1)
            return new(name, null, $"Please reduce {Math.Round((1 - ratio) * 100)}% of the words in your Chain-of-Thought process.");
        try
        {
            var control = ControlToken.Parse(name);
            return new(control.Name, control);
        }
        catch (InputException)
        {
            throw new InputException($"'{name}' is no mode: expected 0.2, 0.4, 0.6, 0.8, 1.0, policy, none, a budget between such as 0.3, short-or-full (policy between 0.2 and 1.0), or the prompt-only controls concise, numbers, abbreviate and reduce-RATIO");
        }
    }

    /// <summary>The share of the full thought that a mode's name asks for; null where it asks for none.</summary>
    public static double? TargetOf(string name) => ControlOf(name)?.Ratio ?? ContinuousBudget.Parse(name);

    /// <summary>The control token a mode's name stands for; null for names of other modes.</summary>
    public static ControlToken? ControlOf(string name) => name == ShortOrFull.Name ? ControlToken.Policy : ControlToken.All.FirstOrDefault(control => control.Name == name);

    /// <summary>What is asked of the engine.</summary>
    public string Ask(string question) => Appended is null ? question : $"{question.TrimEnd()}\n\n{Appended}";
}
