namespace ExtraCot.Text.Tokenization;

/// <summary>Joins vocabulary entries to text.</summary>
internal interface ITokenDecoder
{
    string Decode(IReadOnlyList<string> tokens);
}
