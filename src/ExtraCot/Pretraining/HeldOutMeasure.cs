using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Pretraining;

/// <summary>Measures a model on held-out documents, one forward pass each.</summary>
internal sealed class HeldOutMeasure(ITokenizer tokenizer, IReadOnlyList<TrainingSequence> documents)
{
    private readonly int equals = tokenizer.TokenToId("=")!.Value;
    private readonly int solution = tokenizer.TokenToId(" $")!.Value;
    private readonly HashSet<int> digits = [.. Enumerable.Range(0, 10).Select(digit => tokenizer.TokenToId($"{digit}")!.Value)];

    public HeldOutScore Score(Qwen3Model model)
    {
        using var guard = no_grad();
        var loss = 0.0;
        var (drills, solutions) = (new Tally(), new Tally());
        foreach (var rows in MicroBatches.Cut(documents))
        {
            using var scope = NewDisposeScope();
            var batch = new PackedBatch(rows);
            var logits = model.Logits(batch.Hidden(model).index_select(0, batch.Places)); // [M, V]
            loss += nn.functional.cross_entropy(logits, batch.Targets, reduction: nn.Reduction.Sum).item<float>();
            var predicted = logits.argmax(-1).data<long>().ToArray();
            var offset = 0;
            foreach (var document in rows)
            {
                Count(document.Ids, predicted.AsSpan(offset, document.Targets), IsDrill(document.Ids) ? drills : solutions);
                offset += document.Targets;
            }
        }
        return new HeldOutScore(loss / documents.Sum(d => d.Targets), drills.Share, solutions.Share);
    }

    // A drill begins with an equation, everything else with words.
    private bool IsDrill(int[] ids) => ids[1] == solution;

    // predicted[t] is the choice for ids[t + 1].
    private void Count(int[] ids, ReadOnlySpan<long> predicted, Tally tally)
    {
        for (var t = 0; t < ids.Length; t++)
        {
            if (ids[t] != equals) continue;
            var right = true;
            var end = t;
            // The token that ends the number counts too: without it 12 would pass for 128.
            do right &= predicted[end] == ids[++end]; while (digits.Contains(ids[end]));
            tally.Add(right);
        }
    }

    private sealed class Tally
    {
        private int right, all;

        public double Share => (double)right / all;

        public void Add(bool isRight)
        {
            all++;
            if (isRight) right++;
        }
    }
}
