namespace ExtraCot.Text.Tokenization;

/// <summary>What a <c>tokenizer.json</c> describes, one part a section.</summary>
internal sealed record TokenizerParts(
    AddedTokens Added, INormalizer? Normalizer, IPreTokenizer PreTokenizer, ITokenModel Model, ITokenDecoder Decoder,
    OffsetTrimming? OffsetTrimming, SpecialTokenTemplate Template);
