using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo.Rewarding;

/// <summary>What a trainer elsewhere knows of a prompt.</summary>
/// <param name="Gold">The gold answer.</param>
/// <param name="Target">Index of r*; null where unknown, which leaves R_mode at 0.</param>
/// <param name="ReferenceTokens">L_ref; 0 where unknown, which leaves R_cal at 0.</param>
/// <param name="ReferenceVisible">V_ref; 0 where unknown.</param>
public sealed record RewardLabel(string Gold, int? Target = null, double ReferenceTokens = 0, double ReferenceVisible = 0)
{
    private static readonly string[] Keys = ["gold", "r_star", "l_ref", "v_ref"];

    /// <summary>Reads a label: a gold answer, or a JSON object <c>{"gold":…,"r_star":0.4,"l_ref":412,"v_ref":60}</c> as text.</summary>
    /// <exception cref="InputException">It is empty, or such an object with a value that does not fit or a further key.</exception>
    public static RewardLabel Parse(string text)
    {
        if (text.StartsWith('{') && Read(text) is { } label) return label;
        return text.Length > 0 ? new RewardLabel(text) : throw new InputException("the label is empty; expected a gold answer or a JSON object with gold, r_star, l_ref");
    }

    /// <summary>Reads the object; null where it has no gold answer, a set such as <c>{1, 2}</c> for example.</summary>
    /// <exception cref="InputException">A value does not fit.</exception>
    public static RewardLabel? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("gold", out var gold)) return null;
        var ratio = Number(root, "r_star");
        return new RewardLabel(
            gold.ValueKind == JsonValueKind.String ? gold.GetString()! : gold.GetRawText(),
            ratio is { } value ? ControlToken.Ratios.ToList().IndexOf(ControlToken.ForRatio(value)) : null,
            Number(root, "l_ref") ?? 0,
            Number(root, "v_ref") ?? 0);
    }

    private static RewardLabel? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (Of(document.RootElement) is not { } label) return null;
            // A key that nobody reads would leave its reward at 0 without a word.
            var unknown = document.RootElement.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !Keys.Contains(name));
            return unknown is null ? label : throw new InputException($"the label has a key \"{unknown}\"; expected {string.Join(", ", Keys)}");
        }
        catch (JsonException)
        {
            return null; // a set
        }
    }

    private static double? Number(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0) return number;
        throw new InputException($"{name} is {value.GetRawText()}; expected a number of 0 or more, or null");
    }
}
