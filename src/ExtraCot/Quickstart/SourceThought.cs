namespace ExtraCot.Quickstart;

/// <summary>A right chain of thought of the base model.</summary>
/// <param name="Id">Its problem.</param>
/// <param name="Question">The question.</param>
/// <param name="Thought">Text between the thinking marks.</param>
/// <param name="ThinkTokens">Its tokens.</param>
/// <param name="Visible">Token ids behind the thought, without end of turn.</param>
public sealed record SourceThought(string Id, string Question, string Thought, int ThinkTokens, int[] Visible);
