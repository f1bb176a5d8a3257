namespace ExtraCot.Nn.Training;

/// <summary>One sequence of a training batch.</summary>
/// <param name="Ids">All token ids.</param>
/// <param name="LossStart">Index of the first token that is predicted; tokens before it are context only. At least 1.</param>
public sealed record TrainingSequence(int[] Ids, int LossStart = 1)
{
    /// <value>Number of predicted tokens.</value>
    public int Targets => Math.Max(0, Ids.Length - Math.Max(1, LossStart));
}
