using System.Globalization;
using ExtraCot.Chrpo.Data;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// The cheap mode of stage 3, for choosing λ: fits the control head alone, the body as it is, and looks its rewards up in teacher rollouts
/// instead of generating any. A fit takes a second, so many λ can be tried; what is found is to be confirmed by decoding.
/// </summary>
public static class HeadSweep
{
    /// <summary>A row for each λ, behind one for each ratio taken for all.</summary>
    /// <param name="model">The SFT model; its head is left alone.</param>
    /// <param name="train">Prompts the heads are fitted to.</param>
    /// <param name="test">Prompts they are judged on; not those of <paramref name="train"/>.</param>
    /// <param name="lambdas">Exchange rates, each 0 … 1.</param>
    /// <param name="options">The fit.</param>
    /// <param name="seed">Order of the prompts, as in <c>rl train</c>.</param>
    public static IReadOnlyList<HeadSweepRow> Run(LanguageModel model, RlDataset train, RlDataset test, IReadOnlyList<double> lambdas, ControlHeadOptions options, ulong seed)
    {
        using var scope = NewDisposeScope();
        var grid = ControlToken.Ratios.Select(token => token.Ratio!.Value).ToList();
        var (fitted, judged) = (ControlPolicy.Hidden(model, train.Problems), ControlPolicy.Hidden(model, test.Problems));
        var rows = grid.Select((ratio, r) => Row($"always {ControlToken.Ratios[r].Name}", test, [.. test.Problems.Select(_ => r)], 0)).ToList();
        foreach (var lambda in lambdas)
        {
            using var head = ControlHead.Create(grid.Count, model.Model.Config.HiddenSize);
            _ = ControlHeadTrainer.Fit(head, fitted, Utilities.Of(train.Budgets, grid, lambda), options, SeededRandom.For(seed, "head-0"));
            rows.Add(Row($"λ {lambda.ToString(CultureInfo.InvariantCulture)}", test, head.Choose(judged), ControlHead.Entropy(head.Logits(judged))));
        }
        return rows;
    }

    /// <summary>Looks a choice up: an index into the grid for each prompt.</summary>
    internal static HeadSweepRow Row(string name, RlDataset test, IReadOnlyList<int> choice, double entropy)
    {
        var pairs = test.Budgets.Zip(choice).ToList();
        return new(name,
            pairs.Average(pair => pair.First.Trials(pair.Second) > 0 ? pair.First.Passes(pair.Second) / pair.First.Trials(pair.Second) : 0),
            pairs.Sum(pair => (pair.First.Cost(pair.Second) ?? ControlToken.Ratios[pair.Second].Ratio!.Value) * pair.First.ReferenceTokens) / pairs.Sum(pair => pair.First.ReferenceTokens),
            entropy, [.. ControlToken.Ratios.Select((_, r) => choice.Count(chosen => chosen == r) / (double)choice.Count)]);
    }
}
