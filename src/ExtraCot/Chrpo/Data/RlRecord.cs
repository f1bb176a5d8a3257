using System.Text.Json.Serialization;

namespace ExtraCot.Chrpo.Data;

/// <summary>
/// One prompt of stage 3, in the form verl reads and public converters write (spec of stages 2 and 3, section 5.6), with the
/// teacher's counts beside it. Every field has one type in all rows.
/// </summary>
public sealed record RlRecord
{
    /// <value>Name of the data set.</value>
    [JsonPropertyName("data_source")]
    public string DataSource { get; init; } = "extracot";

    /// <value>System text and question, the policy token at its end.</value>
    [JsonPropertyName("prompt")]
    public IReadOnlyList<RlMessage> Prompt { get; init; } = [];

    /// <value>Kind of task.</value>
    [JsonPropertyName("ability")]
    public string Ability { get; init; } = "math";

    /// <value>The gold answer.</value>
    [JsonPropertyName("reward_model")]
    public RlGold RewardModel { get; init; } = new("rule", "");

    /// <value>What rewards need.</value>
    [JsonPropertyName("extra_info")]
    public RlExtraInfo ExtraInfo { get; init; } = new();

    /// <value>The question alone.</value>
    [JsonPropertyName("question")]
    public string Question { get; init; } = "";
}
