using System.Text.Json.Serialization;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.MixedRatioSft;

/// <summary>
/// A training sample as <c>extracot sft build</c> writes it and <c>extracot sft train</c> reads it: JSON lines or Parquet, every field of the same type in
/// every row and never null.
/// </summary>
public sealed record SftSample
{
    /// <value>The question's id.</value>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <value>Name of the group of questions that rephrase each other; no group is in two splits.</value>
    [JsonPropertyName("group")]
    public required string Group { get; init; }

    /// <value>What the prompt asks for: "0.2" … "1.0", "policy" or "none".</value>
    [JsonPropertyName("control")]
    public required string Control { get; init; }

    /// <value>Ratio of the response's thought: "0.2" … "1.0".</value>
    [JsonPropertyName("ratio")]
    public required string Ratio { get; init; }

    /// <value>The question alone.</value>
    [JsonPropertyName("question")]
    public required string Question { get; init; }

    /// <value>The gold answer.</value>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }

    /// <value>The raw prompt: chat turns, instruction, question, control token, opened assistant's turn.</value>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <value>The raw response: mirrored or chosen control token, thought between its marks, visible part, end of turn.</value>
    [JsonPropertyName("completion")]
    public required string Completion { get; init; }

    /// <value>Tokens of the prompt.</value>
    [JsonPropertyName("promptTokens")]
    public required int PromptTokens { get; init; }

    /// <value>Tokens of the response.</value>
    [JsonPropertyName("completionTokens")]
    public required int CompletionTokens { get; init; }

    /// <value>Tokens of the thought's text.</value>
    [JsonPropertyName("thinkTokens")]
    public required int ThinkTokens { get; init; }

    /// <value>Tokens of the thought over those of the whole thought.</value>
    [JsonPropertyName("actualRatio"), JsonConverter(typeof(FractionConverter))]
    public required double ActualRatio { get; init; }

    /// <summary>The training sequence. Control and chat tokens are matched in both texts, as <c>sft build</c> lets none through that is not the format's own.</summary>
    /// <exception cref="InputException">The tokenizer splits the response's control token, so the sample would not teach it.</exception>
    public TrainingSample Encode(PromptFormat format)
    {
        var (prompt, response) = (format.Tokenizer.EncodeTrusted(Prompt), format.Tokenizer.EncodeTrusted(Completion));
        if (Control != "none" && !format.ControlIds.Contains(response.FirstOrDefault(-1)))
            throw new InputException($"sample {Id}: its response begins with \"{Completion[..Math.Min(20, Completion.Length)]}\", which is no control token of this tokenizer; build the data with the student's tokenizer");
        return new TrainingSample([.. prompt, .. response], prompt.Length, Control);
    }
}
