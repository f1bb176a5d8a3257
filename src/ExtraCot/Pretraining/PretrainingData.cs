using ExtraCot.Nn.Training;
using ExtraCot.Text;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Pretraining;

/// <summary>Batches of documents without a state: batch n depends on the seed and n alone, so a resumed run sees what it would have seen.</summary>
/// <param name="tokenizer">The small world's.</param>
/// <param name="seed">Seed of the run.</param>
/// <param name="difficulty">The problems in the documents.</param>
public sealed class PretrainingData(ITokenizer tokenizer, ulong seed, PretrainingDifficulty difficulty)
{
    /// <summary>Training documents, at least <paramref name="tokens"/> tokens together, shortest first.</summary>
    public List<TrainingSequence> Batch(int step, int tokens)
    {
        var random = SeededRandom.For(seed, $"pretrain-{step}");
        var batch = new List<TrainingSequence>();
        for (var count = 0; count < tokens; count += batch[^1].Ids.Length) batch.Add(Document(random, heldOut: false));
        return Sorted(batch);
    }

    /// <summary>Documents over held-out problems, the same at every call, shortest first.</summary>
    public List<TrainingSequence> HeldOut(int documents)
    {
        var random = SeededRandom.For(seed, "pretrain-held-out");
        return Sorted(Enumerable.Range(0, documents).Select(_ => Document(random, heldOut: true)).ToList());
    }

    private TrainingSequence Document(SeededRandom random, bool heldOut) =>
        new(tokenizer.EncodeTrusted(PretrainingText.Next(random, difficulty, heldOut)));

    // Neighbours of similar length share a padded batch.
    private static List<TrainingSequence> Sorted(List<TrainingSequence> documents) => [.. documents.OrderBy(document => document.Ids.Length)];
}
