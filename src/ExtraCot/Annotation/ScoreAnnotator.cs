using System.Globalization;
using ExtraCot.Remote;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Labels by the scores of an <see cref="IUnitScorer"/>; the whole thought is one chunk.</summary>
/// <param name="name">Name of the scorer with its settings.</param>
/// <param name="scorer">Gives each unit's worth.</param>
/// <param name="ratio">Share of the thought's characters to keep, best sentences first, in (0, 1); null keeps every unit scored at least one half.</param>
/// <param name="usage">What the scorer's endpoint has used so far; null where it asks none.</param>
public sealed class ScoreAnnotator(string name, IUnitScorer scorer, double? ratio, Func<RemoteUsage>? usage = null) : IAnnotator
{
    private const float Enough = 0.5f;

    /// <inheritdoc/>
    public string Description { get; } = ratio is { } share ? string.Create(CultureInfo.InvariantCulture, $"{name}, ratio {share}") : name;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkLabels>> AnnotateAsync(SegmentedThought thought, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var before = usage?.Invoke();
        float[] scores;
        try
        {
            scores = scorer.Score([thought])[0];
        }
        catch (RemoteException refused) when (refused.IsRefusal)
        {
            throw new InputException(refused.Message, refused);
        }
        catch (Exception unfit) when (unfit is InputException or RemoteException) // text that the scorer's model does not know, too much of it, or no answer
        {
            return Task.FromResult<IReadOnlyList<ChunkLabels>>([new() { Start = 0, End = thought.Text.Length, Status = ChunkStatus.ApiError, Note = unfit.Message }]);
        }
        var kept = ratio is { } share ? Best(thought, scores, share) : scores.Select(score => score >= Enough).ToArray();
        ChunkLabels labels = new()
        {
            Start = 0,
            End = thought.Text.Length,
            Status = ChunkStatus.Ok,
            Kept = UnitRanges.Of(thought.Units, kept),
            Scores = scores.Select(score => MathF.Round(score, 4)).ToArray(),
            Usage = before is { } && usage!() is var after ? [after.PromptTokens - before.PromptTokens, after.CompletionTokens - before.CompletionTokens] : null,
        };
        return Task.FromResult<IReadOnlyList<ChunkLabels>>([labels]);
    }

    // Whole sentences by mean score; the last one that does not fit whole gives its best units.
    private static bool[] Best(SegmentedThought thought, float[] scores, double share)
    {
        var kept = new bool[scores.Length];
        var room = share * thought.Text.Length;
        foreach (var sentence in Sentences.Of(thought.Units).OrderByDescending(range => Mean(thought.Units, scores, range)))
        {
            var units = Enumerable.Range(sentence.Start.Value, sentence.End.Value - sentence.Start.Value).ToList();
            var fits = units.Sum(unit => Length(thought.Units[unit])) <= room;
            foreach (var unit in fits ? units : [.. units.OrderByDescending(unit => scores[unit])])
            {
                if (Length(thought.Units[unit]) > room) continue;
                kept[unit] = true;
                room -= Length(thought.Units[unit]);
            }
            if (!fits) break;
        }
        return kept;
    }

    private static double Mean(IReadOnlyList<Unit> units, float[] scores, Range sentence)
    {
        double sum = 0, weight = 0;
        for (var i = sentence.Start.Value; i < sentence.End.Value; i++)
        {
            sum += scores[i] * (double)Length(units[i]);
            weight += Length(units[i]);
        }
        return sum / weight;
    }

    private static int Length(Unit unit) => unit.End - unit.Start;
}
