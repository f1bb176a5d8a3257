using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Says which units of a thought are worth keeping.</summary>
public interface IAnnotator
{
    /// <value>Its name with every setting the labels depend on; labels of another description are not reused.</value>
    string Description { get; }

    /// <value>Thoughts that may be in work at once. At 1 the work is done within the call, on the caller's thread.</value>
    int Concurrency => 1;

    /// <summary>Labels one thought. What fails is told by the chunk's status, not by an exception.</summary>
    /// <param name="thought">A thought with at least one unit.</param>
    /// <param name="cancellation">Gives the thought up.</param>
    /// <returns>Chunks in order that tile the thought.</returns>
    /// <exception cref="Text.InputException">Nothing of this annotator can succeed: no further thought is tried.</exception>
    Task<IReadOnlyList<ChunkLabels>> AnnotateAsync(SegmentedThought thought, CancellationToken cancellation);
}
