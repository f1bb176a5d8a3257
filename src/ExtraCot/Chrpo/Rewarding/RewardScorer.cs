using ExtraCot.Evaluation;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo.Rewarding;

/// <summary>The rewards of responses that were generated elsewhere, by the very code that training here uses. Thread-safe.</summary>
/// <param name="format">The trained model's prompt format.</param>
/// <param name="options">Constants; R_mode counts only where a label knows r*.</param>
public sealed class RewardScorer(PromptFormat format, RewardOptions options)
{
    private readonly Grader grader = new(format);
    private readonly RewardOptions withoutMode = options with { Mode = null };

    /// <summary>Scores a response by its token ids.</summary>
    public RewardTerms Score(int[] response, RewardLabel label)
    {
        var graded = grader.Grade(label.Gold, response);
        return HierarchicalReward.Score(graded, graded.Parsed.Control, label.Target, label.ReferenceTokens, label.ReferenceVisible, label.Target is null ? withoutMode : options);
    }

    /// <summary>Scores a response as text, special tokens in it.</summary>
    /// <param name="response">The text.</param>
    /// <param name="label">What is known of the prompt.</param>
    /// <param name="finished">The trainer cut the end of turn off although it was there (verl does); else the text says itself whether it ends.</param>
    /// <exception cref="InputException">The text has a piece that the tokenizer does not know.</exception>
    public RewardTerms Score(string response, RewardLabel label, bool finished = false)
    {
        var ids = format.Tokenizer.EncodeTrusted(response);
        return Score(finished && (ids.Length == 0 || ids[^1] != format.EndOfTurn) ? [.. ids, format.EndOfTurn] : ids, label);
    }

    /// <summary>The response in a text that holds prompt and response, as OpenRLHF sends it.</summary>
    /// <param name="query">Prompt and response.</param>
    /// <param name="prompt">The prompt; where the text does not begin with it, what follows the last beginning of an assistant's turn is the response.</param>
    public string ResponseIn(string query, string? prompt)
    {
        if (prompt is { Length: > 0 } && query.StartsWith(prompt, StringComparison.Ordinal)) return query[prompt.Length..];
        var at = query.LastIndexOf(format.AssistantStart, StringComparison.Ordinal);
        return at < 0 ? query : query[(at + format.AssistantStart.Length)..];
    }
}
