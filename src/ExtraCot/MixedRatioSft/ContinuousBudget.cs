using System.Globalization;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot.MixedRatioSft;

/// <summary>
/// A budget between two ratio tokens: for as long as this lives, the row of the lower token is the line between both rows at the
/// budget's place, e = (1 − w)·e_low + w·e_high with w = (r − r_low)/(r_high − r_low), in every matrix with a row a token. Prompts
/// and responses then carry the lower token.
/// </summary>
/// <remarks>Beyond the paper: the model was never trained on such a row, so what it makes of it is to be measured, not assumed.</remarks>
public sealed class ContinuousBudget : IDisposable
{
    private readonly InferenceEngine engine;
    private readonly Tensor[] rows;
    private readonly Tensor[] saved;

    /// <summary>Puts the row in place.</summary>
    /// <param name="model">Its rows change until this is disposed of.</param>
    /// <param name="engine">Over the model; takes the change over.</param>
    /// <param name="ratio">From 0.2 to 1.</param>
    /// <exception cref="InputException">The ratio is outside that range.</exception>
    public ContinuousBudget(LanguageModel model, InferenceEngine engine, double ratio)
    {
        this.engine = engine;
        var grid = ControlToken.Ratios;
        if (!(ratio >= grid[0].Ratio && ratio <= grid[^1].Ratio)) throw new InputException($"budget {ratio}: expected a number from {grid[0].Name} to {grid[^1].Name}");
        var low = Enumerable.Range(0, grid.Count - 1).Last(i => grid[i].Ratio!.Value <= ratio || i == 0);
        var weight = (ratio - grid[low].Ratio!.Value) / (grid[low + 1].Ratio!.Value - grid[low].Ratio!.Value);
        Control = grid[low];
        using var guard = no_grad();
        rows = [.. model.Model.TokenMatrices.Select(matrix => matrix.detach()[model.Format.RatioIds[low]])];
        saved = [.. rows.Select(row => row.clone())];
        for (var i = 0; i < rows.Length; i++)
        {
            using var high = model.Model.TokenMatrices[i].detach()[model.Format.RatioIds[low + 1]].clone();
            rows[i].mul_(1 - weight).add_(high, alpha: weight);
        }
        engine.Refresh();
    }

    /// <value>The token that stands for the budget while this lives.</value>
    public ControlToken Control { get; }

    /// <summary>The budget a word stands for: a number between 0.2 and 1 that is no ratio of the grid; null for everything else.</summary>
    public static double? Parse(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var budget) && budget > ControlToken.Ratios[0].Ratio && budget < ControlToken.Ratios[^1].Ratio
            && !ControlToken.Ratios.Any(ratio => Math.Abs(ratio.Ratio!.Value - budget) < 1e-9) ? budget : null;

    /// <summary>Puts the trained rows back.</summary>
    public void Dispose()
    {
        using (no_grad())
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i].copy_(saved[i]);
                rows[i].Dispose();
                saved[i].Dispose();
            }
        engine.Refresh();
    }
}
