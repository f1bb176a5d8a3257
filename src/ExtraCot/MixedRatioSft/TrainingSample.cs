using ExtraCot.Text.Prompting;

namespace ExtraCot.MixedRatioSft;

/// <summary>One training sequence.</summary>
/// <param name="Ids">Prompt and response.</param>
/// <param name="ResponseStart">Index of the response's first token; the loss begins with its prediction.</param>
/// <param name="Mode">Name of the control asked for: "0.2" … "1.0" or "policy".</param>
public sealed record TrainingSample(int[] Ids, int ResponseStart, string Mode)
{
    /// <summary>A prompt and its response.</summary>
    public static TrainingSample Of(int[] prompt, int[] response, ControlToken mode) => new([.. prompt, .. response], prompt.Length, mode.Name);
}
