using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>How a client's wish for more or less thought becomes a control token.</summary>
public sealed record BudgetMapping
{
    /// <value>For requests that wish for nothing. Default policy: the model chooses. Null renders the base model's prompt, without a control token.</value>
    public ControlToken? Default { get; init; } = ControlToken.Policy;

    /// <value>Control token of each <c>reasoning_effort</c>. Default minimal 0.2, low 0.4, medium 0.6, high 1.0.</value>
    public IReadOnlyDictionary<string, ControlToken> Efforts { get; init; } = new Dictionary<string, ControlToken>
    {
        ["minimal"] = ControlToken.ForRatio(0.2),
        ["low"] = ControlToken.ForRatio(0.4),
        ["medium"] = ControlToken.ForRatio(0.6),
        ["high"] = ControlToken.ForRatio(1.0),
    };

    /// <summary>Name of "no control token" where a ratio is expected.</summary>
    public const string None = "none";

    /// <summary>The request field with the ratio: an extra top-level field in OpenAI's protocol, an additional property in <c>ChatOptions</c>.</summary>
    public const string RatioField = "compression_ratio";

    /// <summary>Reads "0.2" … "1.0", "policy" or "none".</summary>
    /// <exception cref="InputException">It is none of these.</exception>
    public static ControlToken? Parse(string name) => name == None ? null : ControlToken.Parse(name);

    /// <summary>This mapping with the efforts of a list like <c>low=0.2,medium=policy</c> replaced.</summary>
    /// <exception cref="InputException">The list has another form.</exception>
    public BudgetMapping WithEfforts(string list)
    {
        var efforts = Efforts.ToDictionary();
        foreach (var pair in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } effort, var name])
                throw new InputException($"'{pair}' is no effort: expected a list like low=0.2,medium=policy");
            efforts[effort] = ControlToken.Parse(name);
        }
        return this with { Efforts = efforts };
    }

    /// <summary>The control token of a request: of its question's last word, its <c>compression_ratio</c>, its <c>reasoning_effort</c>, or the default.</summary>
    /// <param name="inQuestion">A control token that stood at the end of the question.</param>
    /// <param name="ratio">The request's <c>compression_ratio</c>, as text.</param>
    /// <param name="effort">The request's <c>reasoning_effort</c>.</param>
    /// <exception cref="ApiException">One of them is no such value.</exception>
    internal ControlToken? Choose(ControlToken? inQuestion, string? ratio, string? effort)
    {
        var fromRatio = ratio is null ? null : FromRatio(ratio);
        if (effort is not null && !Efforts.ContainsKey(effort))
            throw new ApiException(400, $"'reasoning_effort' must be one of {string.Join(", ", Efforts.Keys)}", "reasoning_effort", "invalid_value");
        if (inQuestion is not null) return inQuestion;
        if (ratio is not null) return fromRatio;
        return effort is null ? Default : Efforts[effort];
    }

    private static ControlToken? FromRatio(string ratio)
    {
        try
        {
            return Parse(ratio);
        }
        catch (InputException)
        {
            throw new ApiException(400, $"'{RatioField}' must be 0.2, 0.4, 0.6, 0.8, 1.0, \"policy\" or \"none\"", RatioField, "invalid_value");
        }
    }
}
