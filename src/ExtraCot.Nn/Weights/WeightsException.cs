using ExtraCot.Text;

namespace ExtraCot.Nn.Weights;

/// <summary>A weight file that is damaged or does not fit its model; the message names the file and the first differences.</summary>
public sealed class WeightsException(string message, Exception? inner = null) : InputException(message, inner);
