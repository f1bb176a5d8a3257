using System.Text;
using ExtraCot.Nn.Generation;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Serving;

/// <summary>Log-probabilities in OpenAI's two forms.</summary>
internal static class TokenLogprobs
{
    private const char Fragment = '\uFFFD';

    /// <summary>The form of chat completions.</summary>
    public static ChatLogprobsWire Chat(ITokenizer tokenizer, IEnumerable<GeneratedToken> tokens) => new([.. tokens.Select(token =>
        Entry(tokenizer, token.TokenId, token.LogProbability) with { TopLogprobs = [.. token.TopLogProbabilities.Select(other => Entry(tokenizer, other.TokenId, other.LogProbability))] })]);

    /// <summary>The form of text completions.</summary>
    /// <param name="tokenizer">Spells the tokens.</param>
    /// <param name="tokens">Some tokens of one answer.</param>
    /// <param name="offset">Characters of the answer before them.</param>
    public static CompletionLogprobsWire Completion(ITokenizer tokenizer, IReadOnlyList<GeneratedToken> tokens, int offset)
    {
        var names = tokens.Select(token => Spell(tokenizer, token.TokenId)).ToList();
        var offsets = new List<int>();
        foreach (var name in names)
        {
            offsets.Add(offset);
            offset += name.Length;
        }
        return new(names, [.. tokens.Select(token => token.LogProbability)], [.. tokens.Select(token => Alternatives(tokenizer, token))], offsets);
    }

    /// <summary>Tokens spelt alike share an entry, as in OpenAI's answers; the likelier one stands.</summary>
    private static Dictionary<string, float> Alternatives(ITokenizer tokenizer, GeneratedToken token)
    {
        var found = new Dictionary<string, float>();
        foreach (var (id, logProbability) in token.TopLogProbabilities) found.TryAdd(Spell(tokenizer, id), logProbability);
        return found;
    }

    private static TokenLogprobWire Entry(ITokenizer tokenizer, int id, float logProbability)
    {
        var text = Spell(tokenizer, id);
        return new(text, logProbability, text.Contains(Fragment) ? null : [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)]);
    }

    /// <summary>Embeddings may have rows that no token owns.</summary>
    private static string Spell(ITokenizer tokenizer, int id) => id < tokenizer.VocabularySize ? tokenizer.Decode([id]) : "";
}
