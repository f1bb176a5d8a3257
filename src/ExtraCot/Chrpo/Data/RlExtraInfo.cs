using System.Text.Json.Serialization;

namespace ExtraCot.Chrpo.Data;

/// <summary>What the rewards of a prompt need (spec of stages 2 and 3, sections 5.6 and 5.9).</summary>
public sealed record RlExtraInfo
{
    /// <value>train or test.</value>
    [JsonPropertyName("split")]
    public string Split { get; init; } = "train";

    /// <value>Row in its file.</value>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <value>Unique id.</value>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <value>The policy token in the prompt.</value>
    [JsonPropertyName("auto_token")]
    public string AutoToken { get; init; } = "";

    /// <value>r* as a ratio; null where nothing was ever right.</value>
    [JsonPropertyName("gt_ratio")]
    public double? TargetRatio { get; init; }

    /// <value>The same, by the name converters use.</value>
    [JsonPropertyName("ratio_bucket")]
    public double? RatioBucket { get; init; }

    /// <value>r* as a control token; empty where there is none.</value>
    [JsonPropertyName("chosen_comp_token")]
    public string ChosenToken { get; init; } = "";

    /// <value>τ: band of the calibration reward.</value>
    [JsonPropertyName("comp_tolerance")]
    public double Tolerance { get; init; } = .1;

    /// <value>L_ref: think tokens of the full thought.</value>
    [JsonPropertyName("orig_cot_tokens")]
    public double? ReferenceTokens { get; init; }

    /// <value>The same, by another name converters use.</value>
    [JsonPropertyName("ref_full_len")]
    public double? ReferenceLength { get; init; }

    /// <value>V_ref: visible tokens of the full answer.</value>
    [JsonPropertyName("orig_visible_tokens")]
    public double? ReferenceVisible { get; init; }

    /// <value>k: rollouts at each ratio, 0.2 first; empty in files of others.</value>
    [JsonPropertyName("trials")]
    public IReadOnlyList<double> Trials { get; init; } = [];

    /// <value>Right ones among them.</value>
    [JsonPropertyName("passes")]
    public IReadOnlyList<double> Passes { get; init; } = [];

    /// <value>passes / trials.</value>
    [JsonPropertyName("pass_rate")]
    public IReadOnlyList<double> PassRate { get; init; } = [];

    /// <value>Think tokens of the right ones in all.</value>
    [JsonPropertyName("right_tokens")]
    public IReadOnlyList<double> RightTokens { get; init; } = [];

    /// <value>Whose tokens are counted.</value>
    [JsonPropertyName("tokenizer")]
    public string Tokenizer { get; init; } = "";

    /// <value>Normalised question, by which sets are kept apart.</value>
    [JsonPropertyName("question_group")]
    public string QuestionGroup { get; init; } = "";

    /// <value>How r* was found.</value>
    [JsonPropertyName("teacher_rule")]
    public string TeacherRule { get; init; } = "isotonic-0.75";

    /// <value>Seed of the rollouts.</value>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    /// <value>A larger number is harder; what it counts belongs to the set.</value>
    [JsonPropertyName("difficulty")]
    public int Difficulty { get; init; }
}
