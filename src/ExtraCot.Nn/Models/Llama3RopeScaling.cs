namespace ExtraCot.Nn.Models;

/// <summary>Llama 3.1's stretching of slow rotary angles; source: transformers, <c>rope_type: llama3</c>.</summary>
/// <param name="Factor">Slow angles turn so many times slower.</param>
/// <param name="LowFrequencyFactor">Angles that turn fewer times than this in the original length are slow.</param>
/// <param name="HighFrequencyFactor">Angles that turn more often stay as they are; between the two the change is gradual.</param>
/// <param name="OriginalPositions">Length the model was trained with at first.</param>
public sealed record Llama3RopeScaling(float Factor, float LowFrequencyFactor, float HighFrequencyFactor, int OriginalPositions)
{
    internal float Apply(float frequency)
    {
        var turns = OriginalPositions * frequency / (2 * MathF.PI);
        var kept = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0f, 1f);
        return (1 - kept) * frequency / Factor + kept * frequency;
    }
}
