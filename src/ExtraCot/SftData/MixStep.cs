using ExtraCot.MixedRatioSft;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>Makes the samples: each fixed-ratio question at all five ratios, then the policy warm-up.</summary>
internal sealed class MixStep(BuildContext build)
{
    private readonly MixOptions mix = build.Options.Mix;
    private readonly SampleWriter writer = new(build.Format);
    private readonly SeededRandom random = SeededRandom.For(build.Options.Seed, "mix");

    public void Run(StepCounter count)
    {
        var items = build.Items(BuildContext.Filter).ToList();
        count.Read(items.Count);
        var fixedItems = Draw(items, SplitPart.Sft, mix.FixedQuestions, count);
        if (fixedItems.Count == 0) throw new InputException("sft build: no question is left for fixed ratios; the manifests in steps/ say where they went");
        var policy = Policy(Draw(items, SplitPart.Policy, int.MaxValue, count), count);
        var validation = Draw(items, SplitPart.Validation, mix.ValidationQuestions, count);
        var samples = fixedItems.SelectMany(Mirrored).Concat(policy.Select(pair => writer.Sample(pair.Item, ControlToken.Policy, pair.Ratio))).ToList();
        random.Shuffle(samples);
        SampleFiles.Write(build.Run, BuildContext.Train, samples);
        SampleFiles.Write(build.Run, BuildContext.Validation, [.. validation.SelectMany(Mirrored)]);
        count.Pass(fixedItems.Count + policy.Count + validation.Count);
        count.Note("fixed-ratio samples", samples.Count - policy.Count);
        count.Note("policy samples", policy.Count);
        count.Note("validation samples", validation.Count * ControlToken.Ratios.Count);
        count.Note("samples without token", samples.Count(sample => sample.Control == "none"));
        foreach (var ratio in ControlToken.Ratios)
        {
            count.Note($"policy samples at {ratio.Name}", policy.Count(pair => ControlToken.Ratios[pair.Ratio] == ratio));
            count.Note($"mean actual ratio at {ratio.Name}", Math.Round(samples.Where(sample => sample.Control == ratio.Name).Select(sample => sample.ActualRatio).DefaultIfEmpty(0).Average(), 4));
        }
        count.Note("longest sample, tokens", samples.Max(sample => sample.PromptTokens + sample.CompletionTokens));
        count.Note("response tokens", samples.Sum(sample => (double)sample.CompletionTokens));
    }

    private IEnumerable<SftSample> Mirrored(SftItem item) => ControlToken.Ratios.Select((token, ratio) =>
        writer.Sample(item, token.Ratio == 1 && random.Chance(mix.UntaggedShare) ? null : token, ratio));

    private List<SftItem> Draw(List<SftItem> items, SplitPart part, int most, StepCounter count)
    {
        var own = items.FindAll(item => item.Part == part);
        random.Shuffle(own);
        if (own.Count > most) count.Drop($"more than wanted for {part}", own.Count - most);
        return own.GetRange(0, Math.Min(own.Count, most));
    }

    private IReadOnlyList<(SftItem Item, int Ratio)> Policy(List<SftItem> items, StepCounter count)
    {
        if (mix.Budgets is null)
        {
            var ranked = PolicyTargets.ByDifficulty(items, mix.PolicySamples, mix.PolicyShares);
            count.Drop("more than wanted for Policy", items.Count - ranked.Count);
            return ranked;
        }
        var budgets = PolicyTargets.Read(mix.Budgets);
        var budgeted = PolicyTargets.ByBudget(items, budgets, mix.PolicySamples, mix.PolicyShares);
        var without = items.Count(item => !budgets.ContainsKey(item.Id));
        if (without > 0) count.Drop("no teacher budget", without);
        if (items.Count - without > budgeted.Count) count.Drop("beyond the quota of its budget", items.Count - without - budgeted.Count);
        return budgeted;
    }
}
