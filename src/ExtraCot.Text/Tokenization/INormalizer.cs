namespace ExtraCot.Text.Tokenization;

/// <summary>Rewrites a text before it is cut into pieces.</summary>
internal interface INormalizer
{
    AlignedText Normalize(AlignedText text);
}
