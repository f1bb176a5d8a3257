using System.Globalization;
using System.Text.Json;
using ExtraCot.Data;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Which ratio a policy sample answers with (spec of stages 2 and 3, section 3.5).</summary>
internal static class PolicyTargets
{
    private const int Middle = 2; // takes the drift of rounding

    /// <summary>Samples of each ratio.</summary>
    public static int[] Quotas(int samples, IReadOnlyList<double> shares)
    {
        var quotas = shares.Select(share => (int)Math.Round(samples * share)).ToArray();
        quotas[Middle] += samples - quotas.Sum();
        return quotas;
    }

    /// <summary>By difficulty: the easiest questions (most responses right, then the shortest whole thought) get the lowest ratio, as many as each ratio's quota.</summary>
    /// <returns>For each chosen item the index of its ratio; shares are kept where there are too few items.</returns>
    public static IReadOnlyList<(SftItem Item, int Ratio)> ByDifficulty(IReadOnlyList<SftItem> items, int samples, IReadOnlyList<double> shares)
    {
        var quotas = Quotas(Math.Min(samples, items.Count), shares);
        var ratios = quotas.SelectMany((quota, ratio) => Enumerable.Repeat(ratio, quota));
        // A surplus is left out all along the scale, not at its hard end.
        var chosen = items.OrderByDescending(item => item.PassRate).ThenBy(item => item.ThinkTokens).ThenBy(item => item.Key, StringComparer.Ordinal).ToList();
        var count = quotas.Sum();
        return [.. Enumerable.Range(0, count).Select(i => chosen[(int)((long)i * chosen.Count / count)]).Zip(ratios)];
    }

    /// <summary>By a teacher's budgets: up to the quota of each ratio, in the order of the items.</summary>
    public static IReadOnlyList<(SftItem Item, int Ratio)> ByBudget(IReadOnlyList<SftItem> items, IReadOnlyDictionary<string, int> budgets, int samples, IReadOnlyList<double> shares)
    {
        var left = Quotas(samples, shares);
        return [.. items.Where(item => budgets.TryGetValue(item.Id, out var ratio) && left[ratio]-- > 0).Select(item => (item, budgets[item.Id]))];
    }

    /// <summary>Reads budgets: for each id the index of its ratio; ids without one are left out.</summary>
    /// <exception cref="InputException">A line is no record with an id, or no line has a budget.</exception>
    public static IReadOnlyDictionary<string, int> Read(string path)
    {
        var budgets = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in TextLines.Read(path))
        {
            number++;
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty) continue;
            try
            {
                using var document = JsonDocument.Parse(line.AsMemory());
                var root = document.RootElement;
                var inner = root.TryGetProperty("extra_info", out var extra) && extra.ValueKind == JsonValueKind.Object ? extra : root;
                var id = Value(root, "id") ?? Value(inner, "id") ?? throw new FormatException("no id");
                var budget = Value(inner, "gt_ratio") ?? Value(root, "gt_ratio") ?? Value(inner, "special_token") ?? Value(inner, "chosen_comp_token") ?? Value(root, "ratio");
                if (Snap(budget) is { } ratio) budgets[id] = ratio;
            }
            catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
            {
                throw new InputException($"{path}:{number}: {broken.Message.Split('\n')[0]}; expected a JSON object with id and gt_ratio", broken);
            }
        }
        return budgets.Count > 0 ? budgets : throw new InputException($"{path}: no budget in it; expected JSON lines with id and gt_ratio (0.2 … 1.0)");
    }

    /// <summary>The index of the grid ratio nearest to what a token or number says (the lower among equals); null when it says none.</summary>
    public static int? Snap(string? text)
    {
        if (text is null) return null;
        var digits = string.Concat(text.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.'));
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        if (value <= 1) value *= 100;
        return value is >= 0 and <= 100 ? Enumerable.Range(0, ControlToken.Ratios.Count).MinBy(i => Math.Abs(100 * ControlToken.Ratios[i].Ratio!.Value - value)) : null;
    }

    private static string? Value(JsonElement record, string name) => record.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;
}
