using ExtraCot.Nn.Training;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>A sample with its token ids.</summary>
public sealed record SftItem
{
    /// <summary>Pairs them.</summary>
    public SftItem(SftSample sample, TrainingSample encoded) => (Sample, Sequence) = (sample, new TrainingSequence(encoded.Ids, encoded.ResponseStart));

    /// <value>As it stands in the file.</value>
    public SftSample Sample { get; }

    /// <value>Its ids; the loss begins with the response's first token, the control token, and ends with the end of turn.</value>
    public TrainingSequence Sequence { get; }
}
