using System.Text.Json.Serialization;
using ExtraCot.Data;

namespace ExtraCot.Engines;

/// <summary>A line of the output of <c>extracot generate</c>, which <see cref="QuestionFile"/> reads again.</summary>
/// <param name="Id">The question's id.</param>
/// <param name="Sample">Index of the sample, from 0.</param>
/// <param name="Question">The question.</param>
/// <param name="OriginalQuestion">The question it rephrases, where the input names one.</param>
/// <param name="Gold">The gold answer, where the input has one.</param>
/// <param name="Control">What was asked for: "0.2" … "1.0", "policy" or "none".</param>
/// <param name="Chosen">The ratio token the response begins with, by name; null when there is none.</param>
/// <param name="Response">The response: control token, thought between its marks, visible part.</param>
/// <param name="ThinkTokens">Tokens of the thought; null where nobody could count them.</param>
/// <param name="VisibleTokens">Tokens of the visible part; null as for the thought.</param>
/// <param name="WellFormed">One closed thought, finished, no stray control token.</param>
/// <param name="Finish">"stop" or "length".</param>
public sealed record GeneratedLine(
    string Id, int Sample, string Question, [property: JsonPropertyName("original_question")] string? OriginalQuestion, string? Gold, string Control, string? Chosen,
    string Response, int? ThinkTokens, int? VisibleTokens, bool WellFormed, string Finish)
{
    /// <summary>The line of an answer.</summary>
    internal static GeneratedLine Of(QuestionRecord question, string control, EngineAnswer answer) => new(
        question.Id, answer.Sample, question.Question, question.OriginalQuestion, question.Gold, control, answer.Control?.Name,
        answer.Text, answer.ThinkTokens, answer.VisibleTokens, answer.WellFormed, answer.Finish == Nn.Generation.FinishReason.Stop ? "stop" : "length");
}
