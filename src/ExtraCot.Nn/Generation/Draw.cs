namespace ExtraCot.Nn.Generation;

/// <summary>How a token is drawn where temperature is all there is to it.</summary>
/// <param name="Temperature">0 takes the most likely.</param>
/// <param name="Uniform">Where to cut the cumulative distribution, in [0, 1).</param>
internal readonly record struct Draw(float Temperature, double Uniform);
