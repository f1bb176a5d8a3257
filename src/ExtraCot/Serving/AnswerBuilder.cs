using System.Text;
using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>Puts the pieces of one answer together.</summary>
internal sealed class AnswerBuilder
{
    private readonly StringBuilder reasoning = new(), content = new();
    private readonly List<GeneratedToken> tokens = [];

    public string Reasoning => reasoning.ToString();
    public string Content => content.ToString();
    public IReadOnlyList<GeneratedToken> Tokens => tokens;
    public IReadOnlyList<int> TokenIds => [.. tokens.Select(token => token.TokenId)];
    public ControlToken? Chosen { get; private set; }
    public FinishReason Finish { get; private set; }
    public int ReasoningTokens { get; private set; }

    public void Add(in AnswerPiece piece)
    {
        reasoning.Append(piece.Reasoning);
        content.Append(piece.Content);
        tokens.Add(piece.Token);
        if (piece.IsThought) ReasoningTokens++;
        Chosen ??= piece.Chosen;
        Finish = piece.Finish ?? Finish;
    }
}
