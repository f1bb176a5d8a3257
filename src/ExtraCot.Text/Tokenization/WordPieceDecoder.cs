using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Blanks between words, none before continuations; BERT's clean-up draws English punctuation to the word before it.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : ITokenDecoder
{
    // Applied to each token in this order, as Hugging Face does.
    private static readonly (string Spaced, string Joined)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public string Decode(IReadOnlyList<string> tokens)
    {
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++) text.Append(Decode(tokens[i], first: i == 0));
        return text.ToString();
    }

    private string Decode(string token, bool first)
    {
        if (!first) token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        return cleanUp ? CleanUps.Aggregate(token, (text, rule) => text.Replace(rule.Spaced, rule.Joined, StringComparison.Ordinal)) : token;
    }
}
