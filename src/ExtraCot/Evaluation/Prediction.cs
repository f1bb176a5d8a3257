using System.Text.Json.Serialization;
using ExtraCot.Engines;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>One judged response: a line of <c>predictions.jsonl</c>.</summary>
/// <param name="Id">The problem.</param>
/// <param name="Mode">The mode it was asked in: a ratio, "policy", "none", "base", or a prompt-only control.</param>
/// <param name="Sample">Index among the problem's samples in this mode.</param>
public sealed record Prediction(string Id, string Mode, int Sample)
{
    /// <value>What the model wrote, control token and marks included, end of turn not.</value>
    public string Response { get; init; } = "";

    /// <value>Name of the ratio the response begins with, "0.2" … "1.0"; null when it begins with none.</value>
    public string? Control { get; init; }

    /// <value>Entropy in nats of the distribution the ratio was chosen from; null where nothing was chosen or the engine does not tell.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ChoiceEntropy { get; init; }

    /// <value>Tokens of the thought; an unclosed thought counts to its end.</value>
    public int ThinkTokens { get; init; }

    /// <value>Tokens behind the thought, without the end of turn.</value>
    public int VisibleTokens { get; init; }

    /// <value>Whether the thought is closed.</value>
    public bool Closed { get; init; }

    /// <value>Whether it ended by itself; false where the token limit cut it.</value>
    public bool Finished { get; init; }

    /// <value>Whether it can count as right at all: exactly one thought, closed and finished, no control token behind the first position.</value>
    public bool WellFormed { get; init; }

    /// <value>Whether a phrase is repeated over and over.</value>
    public bool Loop { get; init; }

    /// <value>The answer's canonical form, which votes in maj@k; empty where none was found.</value>
    public string Answer { get; init; } = "";

    /// <value>The rule that decided on the answer.</value>
    public string Rule { get; init; } = "";

    /// <value>Well-formed and equal to the gold answer.</value>
    public bool Right { get; init; }

    /// <value>All tokens but control token, marks and end of turn.</value>
    [JsonIgnore]
    public int Tokens => ThinkTokens + VisibleTokens;

    /// <summary>Judges an engine's answer.</summary>
    /// <param name="answer">The answer; one with an error cannot be judged.</param>
    /// <param name="problem">The question it answers.</param>
    /// <param name="mode">Name of the mode.</param>
    /// <param name="sample">Index among the problem's samples.</param>
    /// <param name="verifier">Decides on the answer.</param>
    /// <exception cref="InputException">The engine cannot count tokens.</exception>
    public static Prediction Of(EngineAnswer answer, MathProblem problem, string mode, int sample, IAnswerVerifier verifier)
    {
        if (answer.ThinkTokens is not { } think || answer.VisibleTokens is not { } visible)
            throw new InputException("the endpoint's responses come without token ids, so their thoughts cannot be counted; name the folder of the model's tokenizer.json with --tokenizer");
        return new Prediction(problem.Id, mode, sample)
        {
            Response = answer.Text,
            Control = answer.Control?.Name,
            ChoiceEntropy = answer.ChoiceEntropy,
            ThinkTokens = think,
            VisibleTokens = visible,
            Closed = answer.WellFormed || ResponseText.Parse(answer.Text).Thought is not null,
            Finished = answer.Finish == FinishReason.Stop,
            WellFormed = answer.WellFormed,
            Loop = WordLoop.Found(answer.Text),
        }.Judged(problem, answer.Visible, verifier);
    }

    /// <summary>A graded response of a model in this process as a prediction.</summary>
    public static Prediction Of(GradedResponse graded, MathProblem problem, string mode, PromptFormat format)
    {
        var text = format.Tokenizer.Decode(graded.Parsed.Finished ? graded.Ids.AsSpan()[..^1] : graded.Ids);
        return new Prediction(problem.Id, mode, 0)
        {
            Response = text,
            Control = graded.Parsed.Control is { } index ? ControlToken.Ratios[index].Name : null,
            ThinkTokens = graded.ThinkTokens,
            VisibleTokens = graded.VisibleTokens,
            Closed = graded.Parsed.Closed,
            Finished = graded.Parsed.Finished,
            WellFormed = graded.Parsed.WellFormed,
            Loop = WordLoop.Found(text),
        }.Judged(problem, format.VisibleText(graded.Parsed.Visible), new MathVerifier());
    }

    /// <summary>The same response with a verdict on its visible part.</summary>
    public Prediction Judged(MathProblem problem, string visible, IAnswerVerifier verifier)
    {
        var verdict = verifier.Check(problem, visible);
        return this with { Answer = verdict.Answer, Rule = verdict.Rule, Right = WellFormed && verdict.Equal };
    }
}
