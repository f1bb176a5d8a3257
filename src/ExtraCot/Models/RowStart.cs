namespace ExtraCot.Models;

/// <summary>What new rows of an embedding begin with.</summary>
public enum RowStart
{
    /// <summary>Random directions at the median norm of the used rows: the new tokens are as loud as others and unlike one another.</summary>
    Random,

    /// <summary>
    /// The mean of the used rows, plus a random direction at a hundredth of their median norm: near equal tokens in the middle of the others, as
    /// transformers starts added tokens.
    /// </summary>
    Mean,
}
