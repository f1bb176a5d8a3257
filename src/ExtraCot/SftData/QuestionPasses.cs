namespace ExtraCot.SftData;

/// <summary>How often a question was answered.</summary>
/// <param name="Key">The question's key.</param>
/// <param name="Right">Right responses.</param>
/// <param name="Responses">All responses that could be judged.</param>
internal sealed record QuestionPasses(string Key, int Right, int Responses);
