using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Tells how much harder the rest of a thought becomes for a language model when some of its units are missing.</summary>
public interface IAblation
{
    /// <summary>Leaves out one range of units at a time.</summary>
    /// <param name="thought">The thought; its question stands before it.</param>
    /// <param name="counts">For each unit whether its tokens count.</param>
    /// <param name="gaps">What to leave out: not empty.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each gap the increase of −log p of all counted units behind it, in nats; negative where they became likelier.</returns>
    double[] Increase(SegmentedThought thought, bool[] counts, IReadOnlyList<Range> gaps, CancellationToken cancellation);
}
