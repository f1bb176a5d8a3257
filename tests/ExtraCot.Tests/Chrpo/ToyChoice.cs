using ExtraCot.Chrpo;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Chrpo;

/// <summary>
/// A bandit whose optimum is known: nineteen of twenty answers are right, but only one in ten to the hard prompt below 0.6, and thoughts are
/// about as long as asked for. So r* is 0.2 for the easy and 0.6 for the hard prompt, and a policy is done when it prefers them nearly always.
/// </summary>
internal static class ToyChoice
{
    /// <summary>Updates after which it is given up.</summary>
    public const int Limit = 600;

    private const int FirstRatioId = 10, Reference = 1000, Groups = 8, GroupSize = 8;
    private static readonly int[] Easy = [1, 4, 3], Hard = [1, 5, 3];
    private static readonly int[] Body = [20, 21, 22, 23, 24, 25, 2];
    private static readonly int[] RatioIds = [.. Enumerable.Range(FirstRatioId, ControlToken.Ratios.Count)];

    /// <summary>Updates until both prompts prefer their optimum with the given probability; <see cref="Limit"/> where they never do.</summary>
    public static int Steps(IPolicyObjective objective, ulong seed, double sure = .9)
    {
        using var model = Qwen3Model.Create(new Qwen3Config { VocabularySize = 32, HiddenSize = 32, IntermediateSize = 64, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadSize = 16, TiedEmbeddings = true }, seed);
        using var reference = model.Clone();
        using var replicas = new ModelReplicas<Qwen3Model>(model, 1);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions { Beta2 = .95, WeightDecay = 0 });
        var update = new PolicyUpdate(replicas, optimizer, reference, RatioIds, new UpdateOptions { LearningRate = 3e-3, Workers = 1, EntropyWeight = 0, HeadWeight = .05, MaxLogProbabilityGap = 1e9 });
        var random = SeededRandom.For(seed, "toy");
        for (var step = 0; step < Limit; step++)
        {
            if (Choice(model, Easy)[0] > Math.Log(sure) && Choice(model, Hard)[2] > Math.Log(sure)) return step;
            var samples = new List<PolicySample>();
            float[][] old = [.. Old(model, Easy), .. Old(model, Hard)];
            for (var g = 0; g < Groups; g++)
            {
                var isHard = g % 2 == 1;
                var prompt = isHard ? Hard : Easy;
                var logs = Choice(model, prompt);
                var chosen = Enumerable.Range(0, GroupSize).Select(_ => Draw(logs, random)).ToList();
                var group = new RolloutGroup(Budget(isHard), [.. chosen.Select(choice => new PolicyRollout(Response(choice, random.Chance(!isHard || choice >= 2 ? .95 : .1), random), choice))], IsFixed: false);
                var score = objective.Score(group);
                samples.AddRange(chosen.Select((choice, k) => new PolicySample(new TrainingSequence([.. prompt, RatioIds[choice], .. Body], prompt.Length + 1),
                    score.Body[k], old[(isHard ? RatioIds.Length : 0) + choice], new ChoiceSample(choice, score.Head[k], logs[choice]))));
            }
            update.Step(samples, entropyShare: 1);
        }
        return Limit;
    }

    private static TeacherBudget Budget(bool isHard)
    {
        var budget = new TeacherBudget(ControlToken.Ratios.Count, Reference, 10);
        for (var ratio = 0; ratio < ControlToken.Ratios.Count; ratio++) budget.Add(ratio, right: !isHard || ratio >= 2, Length(ratio));
        return budget;
    }

    private static GradedResponse Response(int choice, bool right, SeededRandom random) =>
        new([], new ParsedResponse(choice, [.. Enumerable.Range(0, Math.Max(100, Length(choice) + (int)(60 * random.NextGaussian())))], [1], true, true, 0), right);

    private static int Length(int ratio) => (int)Math.Round(ControlToken.Ratios[ratio].Ratio!.Value * Reference);

    // log π over the five ratio tokens.
    private static float[] Choice(Qwen3Model model, int[] prompt)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var batch = new PackedBatch([new TrainingSequence([.. prompt, FirstRatioId], prompt.Length)]);
        var logits = model.Logits(batch.Hidden(model).index_select(0, batch.Places)).narrow(1, FirstRatioId, RatioIds.Length);
        return nn.functional.log_softmax(logits, 1).data<float>().ToArray();
    }

    // log π of the body behind each choice.
    private static IEnumerable<float[]> Old(Qwen3Model model, int[] prompt)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var batch = new PackedBatch([.. RatioIds.Select(id => new TrainingSequence([.. prompt, id, .. Body], prompt.Length + 1))]);
        return [.. (-batch.LossPerToken(model)).data<float>().ToArray().Chunk(Body.Length)];
    }

    private static int Draw(float[] logs, SeededRandom random)
    {
        var u = random.NextDouble();
        for (var i = 0; i < logs.Length - 1; i++)
            if ((u -= Math.Exp(logs[i])) < 0) return i;
        return logs.Length - 1;
    }
}
