using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>
/// Stage 3. By default the control head is fitted to the utilities of all ratios with the body frozen, and the body is trained by
/// reinforcement behind the choice, in turn; under every other algorithm the model's own first token is the choice and learns
/// together with the rest.
/// </summary>
/// <remarks>
/// A step depends on its number, the seed and the state before it alone, so a run that goes on from a checkpoint is the run that was not stopped.
/// </remarks>
public sealed class RlTrainer : IDisposable
{
    private static readonly IReadOnlyList<double> Grid = [.. ControlToken.Ratios.Select(token => token.Ratio!.Value)];
    private readonly LanguageModel model;
    private readonly IReadOnlyList<MathProblem> problems;
    private readonly IReadOnlyList<TeacherBudget> budgets;
    private readonly ChrpoOptions options;
    private readonly ulong seed;
    private readonly IReadOnlyList<int> choices;
    private readonly IPolicyObjective objective;
    private readonly ModelReplicas<Qwen3Model> replicas;
    private readonly AdamW optimizer;
    private readonly Qwen3Model reference;
    private readonly PolicyUpdate update;
    private readonly InferenceEngine engine;
    private readonly PolicyRollouts rollouts;

    /// <summary>Prepares training.</summary>
    /// <param name="model">The SFT model, trained in place; gets a control head where the algorithm has one.</param>
    /// <param name="problems">Training prompts, at least one.</param>
    /// <param name="budgets">Teacher counts of each prompt; updated by the rollouts.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="seed">Seed of prompts, choices and rollouts.</param>
    /// <exception cref="InputException">There is no prompt, or no rollout of any was ever right.</exception>
    public RlTrainer(LanguageModel model, IReadOnlyList<MathProblem> problems, IReadOnlyList<TeacherBudget> budgets, ChrpoOptions options, ulong seed)
    {
        if (problems.Count == 0) throw new InputException("reinforcement learning: there are no prompts");
        if (budgets.All(budget => budget.Target is null)) throw new InputException("reinforcement learning: not one teacher rollout is right; check the SFT model and its gold answers, then build the teacher data again");
        (this.model, this.problems, this.budgets, this.options, this.seed, Lambda) = (model, problems, budgets, options, seed, options.Lambda);
        choices = options.Algorithm == RlAlgorithm.DeGrpo ? [0, Grid.Count - 1] : [.. Enumerable.Range(0, Grid.Count)];
        objective = Objectives.For(options);
        reference = model.Model.Clone();
        replicas = new ModelReplicas<Qwen3Model>(model.Model, options.Update.Workers);
        optimizer = new AdamW(replicas.Parameters, new AdamWOptions { Beta2 = .95, WeightDecay = 0 });
        update = new PolicyUpdate(replicas, optimizer, reference, [.. choices.Select(choice => model.Format.RatioIds[choice])], options.Update);
        engine = InferenceEngine.For(model.Model);
        rollouts = new PolicyRollouts(model, engine, choices, options.Rollouts);
        if (options.HasControlHead) model.Head ??= ControlHead.Create(Grid.Count, model.Model.Config.HiddenSize);
    }

    /// <value>λ at present.</value>
    public double Lambda { get; private set; }

    /// <summary>Fits the control head to the present utilities.</summary>
    /// <param name="step">Batches of rollouts done so far.</param>
    /// <returns>Mean expected utility and mean entropy (nats); null where the algorithm has no control head.</returns>
    public (double Utility, double Entropy)? FitHead(int step)
    {
        if (!options.HasControlHead) return null;
        using var hidden = ControlPolicy.Hidden(model, problems);
        return ControlHeadTrainer.Fit(model.Head!, hidden, Utilities.Of(budgets, Grid, Lambda), options.Head, SeededRandom.For(seed, $"head-{step}"));
    }

    /// <summary>One batch of rollouts and the updates on it.</summary>
    /// <param name="step">Number of the step from 0; keys the random streams.</param>
    /// <param name="cancellation">Stops between tokens; the weights are then those before the step.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="TrainingException">Training cannot go on; the message says why.</exception>
    public RlStep Step(int step, CancellationToken cancellation = default)
    {
        var random = SeededRandom.For(seed, $"step-{step}");
        var picked = Enumerable.Range(0, options.Rollouts.Prompts).Select(_ => random.Next(0, problems.Count - 1)).ToList();
        List<MathProblem> asked = [.. picked.Select(index => problems[index])];
        var (controls, given) = Modes(asked, random);
        var groups = rollouts.Run(asked, [.. picked.Select(index => budgets[index])], controls, given, random.NextBits(), cancellation);
        var scores = groups.Select(objective.Score).ToList();
        var samples = groups.SelectMany((group, i) => Samples(model.Format.Prompt(asked[i].Question, controls[i]), group, scores[i])).ToList();
        random.Shuffle(samples); // mini-batches must not follow the order of the prompts
        var facts = samples.Count > 0 ? update.Step(samples, 1 - (double)step / options.Steps) : default;
        engine.Refresh();
        var done = new RlStep(groups, scores, facts, Remember(groups));
        return done;
    }

    /// <summary>Writes weights, moments, head and counts into a folder.</summary>
    internal void Save(string folder) => RlState.Save(folder, replicas.Parameters, optimizer, model.Head, budgets, Lambda);

    /// <summary>Takes them back.</summary>
    internal void Load(string folder)
    {
        Lambda = RlState.Load(folder, replicas.Parameters, optimizer, model.Head, budgets);
        engine.Refresh();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        engine.Dispose();
        replicas.Dispose();
        optimizer.Dispose();
        reference.Dispose();
    }

    // Each prompt's mode, and the first token where the model is not to choose it.
    private (IReadOnlyList<ControlToken> Controls, IReadOnlyList<int?> Given) Modes(IReadOnlyList<MathProblem> asked, SeededRandom random)
    {
        var headChoices = options.HasControlHead ? ControlPolicy.Choose(model, asked, random) : null;
        var share = options.Algorithm == RlAlgorithm.Lcpo ? 1 : options.Rollouts.FixedShare;
        var modes = asked.Select((_, i) =>
        {
            var isFixed = random.Chance(share);
            var ratio = random.NextDouble() is var u && options.Algorithm == RlAlgorithm.Lcpo ? (int)(u * Grid.Count) : options.Rollouts.DrawRatio(random);
            return isFixed ? (ControlToken.Ratios[ratio], (int?)ratio) : (ControlToken.Policy, headChoices?[i]);
        }).ToList();
        return ([.. modes.Select(mode => mode.Item1)], [.. modes.Select(mode => mode.Item2)]);
    }

    private IEnumerable<PolicySample> Samples(int[] prompt, RolloutGroup group, GroupScore score)
    {
        for (var k = 0; k < group.Rollouts.Count; k++)
        {
            var rollout = group.Rollouts[k];
            var choice = Choice(group, rollout, score.Head[k]);
            if (score.Body[k] == 0 && choice is null or { Advantage: 0 }) continue;
            yield return new PolicySample(new TrainingSequence([.. prompt, .. rollout.Response.Ids], prompt.Length + 1), score.Body[k], [.. rollout.LogProbabilities.Skip(1)], choice);
        }
    }

    private ChoiceSample? Choice(RolloutGroup group, PolicyRollout rollout, double advantage) =>
        options.HasControlHead || group.IsFixed || rollout.Chosen is not { } chosen ? null
            : new ChoiceSample(choices.ToList().IndexOf(chosen), advantage, rollout.LogProbabilities[0]);

    // Pass rates follow the policy, and λ the accuracy of what was left to choose.
    private double Remember(IReadOnlyList<RolloutGroup> groups)
    {
        foreach (var group in groups)
            foreach (var same in group.Rollouts.Where(rollout => rollout.Chosen is not null).GroupBy(rollout => rollout.Chosen!.Value))
            {
                group.Budget.Forget(same.Key, options.Memory);
                foreach (var rollout in same) group.Budget.Add(same.Key, rollout.Response.Right, rollout.Response.ThinkTokens);
            }
        var free = groups.Where(group => !group.IsFixed).SelectMany(group => group.Rollouts).ToList();
        if (options.Adapt is { } adapt && free.Count > 0) Lambda = adapt.Next(Lambda, free.Average(rollout => rollout.Response.Right ? 1.0 : 0.0));
        return Lambda;
    }
}
