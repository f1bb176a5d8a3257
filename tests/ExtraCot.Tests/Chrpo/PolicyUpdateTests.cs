using ExtraCot.Chrpo;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

/// <summary>What an update refuses; what it computes is held to the golden policy loss and the bandit.</summary>
public class PolicyUpdateTests
{
    private static readonly int[] Ids = [1, 4, 3, 10, 20, 21, 2];
    private const int Behind = 4; // three tokens behind the control token

    [Fact]
    public void Log_probabilities_cut_short_are_refused() =>
        Assert.Contains("2 log-probabilities for a rollout of 3 tokens", Refusal([-1, -1], new()), StringComparison.Ordinal);

    [Fact]
    public void Rollouts_of_another_policy_are_refused() =>
        Assert.Contains("the rollouts are not from the trained policy", Refusal([-90, -90, -90], new()), StringComparison.Ordinal);

    private static string Refusal(float[] old, UpdateOptions options)
    {
        using var model = Qwen3Model.Create(new Qwen3Config { VocabularySize = 32, HiddenSize = 32, IntermediateSize = 64, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadSize = 16, TiedEmbeddings = true }, 1);
        using var reference = model.Clone();
        using var replicas = new ModelReplicas<Qwen3Model>(model, 1);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        var update = new PolicyUpdate(replicas, optimizer, reference, [10, 11], options with { Workers = 1 });
        return Assert.Throws<TrainingException>(() => update.Step([new PolicySample(new TrainingSequence(Ids, Behind), 1, old, null)], 1)).Message;
    }
}
