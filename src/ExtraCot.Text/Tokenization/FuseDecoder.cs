namespace ExtraCot.Text.Tokenization;

/// <summary>Entries are the text itself.</summary>
internal sealed class FuseDecoder : ITokenDecoder
{
    public string Decode(IReadOnlyList<string> tokens) => string.Concat(tokens);
}
