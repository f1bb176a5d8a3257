using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>
/// Stage 3: the control head is fitted to the utilities of all ratios with the body frozen, the body is trained by reinforcement
/// behind the choice, in turn.
/// </summary>
public sealed class ChrpoTrainer : IDisposable
{
    private readonly LanguageModel model;
    private readonly IReadOnlyList<MathProblem> problems;
    private readonly IReadOnlyList<TeacherBudget> budgets;
    private readonly ChrpoOptions options;
    private readonly SeededRandom random;
    private readonly ulong seed;
    private readonly ModelReplicas<Qwen3Model> replicas;
    private readonly AdamW optimizer;
    private readonly Qwen3Model reference;
    private readonly BodyUpdate body;
    private readonly InferenceEngine engine;

    /// <summary>Prepares training.</summary>
    /// <param name="model">The SFT model, trained in place; gets a control head.</param>
    /// <param name="problems">Training prompts.</param>
    /// <param name="budgets">Teacher counts of each prompt; updated by the rollouts.</param>
    /// <param name="options">Constants.</param>
    /// <param name="seed">Seed of prompts, choices and rollouts.</param>
    public ChrpoTrainer(LanguageModel model, IReadOnlyList<MathProblem> problems, IReadOnlyList<TeacherBudget> budgets, ChrpoOptions options, ulong seed)
    {
        (this.model, this.problems, this.budgets, this.options, this.seed) = (model, problems, budgets, options, seed);
        random = SeededRandom.For(seed, "chrpo");
        reference = model.Model.Clone();
        replicas = new ModelReplicas<Qwen3Model>(model.Model, options.Body.Workers);
        optimizer = new AdamW(replicas.Parameters, new AdamWOptions { Beta2 = .95, WeightDecay = 0 });
        body = new BodyUpdate(replicas, optimizer, reference, options.Body);
        engine = InferenceEngine.For(model.Model);
        model.Head ??= ControlHead.Create(ControlToken.Ratios.Count, model.Model.Config.HiddenSize);
    }

    /// <summary>Fits the control head to the present utilities.</summary>
    public (double Utility, double Entropy) FitHead()
    {
        using var hidden = ControlPolicy.Hidden(model, problems);
        var utilities = Utilities.Of(budgets, ControlToken.Ratios.Select(token => token.Ratio!.Value).ToList(), options.Lambda);
        return ControlHeadTrainer.Fit(model.Head!, hidden, utilities, options.Head, random);
    }

    /// <summary>One body update on fresh rollouts.</summary>
    /// <param name="step">Number of the step; keys the random streams.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public ChrpoStep Step(int step, CancellationToken cancellation = default)
    {
        var picked = Enumerable.Range(0, options.Body.Prompts).Select(_ => random.Next(0, problems.Count - 1)).ToList();
        var asked = picked.Select(index => problems[index]).ToList();
        var policy = ControlPolicy.Choose(model, asked, random);
        var isFixed = picked.Select(_ => random.Chance(options.Body.FixedShare)).ToList();
        var ratios = picked.Select((_, i) => isFixed[i] ? DrawRatio() : policy[i]).ToList();
        var controls = ratios.Select((ratio, i) => isFixed[i] ? ControlToken.Ratios[ratio] : ControlToken.Policy).ToList();
        var rollout = new RolloutOptions { Temperature = options.Body.Temperature, Samples = options.Body.GroupSize, Seed = SeededRandom.For(seed, $"rollout-{step}").NextBits() };
        var groups = new Rollouts(model, engine).Run(asked, controls, ratios.Select(ratio => (int?)ratio).ToList(), rollout, null, cancellation);
        cancellation.ThrowIfCancellationRequested(); // a stopped engine returns what it had
        var samples = new List<PolicySample>();
        var rewards = new List<RewardTerms>();
        for (var i = 0; i < groups.Count; i++)
        {
            var budget = budgets[picked[i]];
            var terms = groups[i].Select(rollout => BodyReward.Score(rollout, ControlToken.Ratios[ratios[i]].Ratio!.Value, budget.ReferenceTokens, budget.ReferenceVisible, options.Body.Reward)).ToList();
            rewards.AddRange(terms);
            var advantages = Advantages.Centre(terms.Select(t => t.Total).ToList());
            var prompt = model.Format.Prompt(asked[i].Question, controls[i]);
            for (var k = 0; k < advantages.Length; k++)
                if (advantages[k] != 0) samples.Add(new PolicySample(new TrainingSequence([.. prompt, .. groups[i][k].Ids], prompt.Length + 1), advantages[k]));
        }
        var (kl, norm) = samples.Count > 0 ? body.Step(samples) : (0, 0);
        engine.Refresh();
        return new ChrpoStep(rewards.Average(r => r.Accuracy), rewards.Average(r => r.Total), kl, norm, groups.Sum(g => g.Sum(r => r.Ids.Length)), samples.Count);
    }

    private int DrawRatio()
    {
        var weights = options.Body.FixedWeights;
        var u = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length - 1; i++)
            if ((u -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        engine.Dispose();
        replicas.Dispose();
        optimizer.Dispose();
        reference.Dispose();
    }
}
