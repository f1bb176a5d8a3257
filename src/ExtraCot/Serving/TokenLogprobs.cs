using System.Text;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Serving;

/// <summary>Log-probabilities in OpenAI's two forms.</summary>
internal static class TokenLogprobs
{
    private const char Fragment = '\uFFFD';

    /// <summary>The form of chat completions.</summary>
    public static ChatLogprobsWire Chat(ITokenizer tokenizer, IEnumerable<TokenEvent> tokens) => new([.. tokens.Select(token =>
        Entry(tokenizer, token.Id, token.LogProbability ?? 0) with { TopLogprobs = [.. (token.Alternatives ?? []).Select(other => Entry(tokenizer, other.Id, other.LogProbability))] })]);

    /// <summary>The form of text completions.</summary>
    /// <param name="tokenizer">Spells the tokens.</param>
    /// <param name="tokens">Some tokens of one answer.</param>
    /// <param name="offset">Characters of the answer before them.</param>
    public static CompletionLogprobsWire Completion(ITokenizer tokenizer, IReadOnlyList<TokenEvent> tokens, int offset)
    {
        var names = tokens.Select(token => tokenizer.Decode([token.Id])).ToList();
        var offsets = new List<int>();
        foreach (var name in names)
        {
            offsets.Add(offset);
            offset += name.Length;
        }
        return new(names, [.. tokens.Select(token => token.LogProbability ?? 0)], [.. tokens.Select(token => Alternatives(tokenizer, token))], offsets);
    }

    /// <summary>Tokens spelt alike share an entry, as in OpenAI's answers; the likelier one stands.</summary>
    private static Dictionary<string, float> Alternatives(ITokenizer tokenizer, TokenEvent token)
    {
        var found = new Dictionary<string, float>();
        foreach (var (id, logProbability) in token.Alternatives ?? []) found.TryAdd(tokenizer.Decode([id]), logProbability);
        return found;
    }

    private static TokenLogprobWire Entry(ITokenizer tokenizer, int id, float logProbability)
    {
        var text = tokenizer.Decode([id]);
        return new(text, logProbability, text.Contains(Fragment) ? null : [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)]);
    }
}
