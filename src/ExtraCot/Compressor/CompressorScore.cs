namespace ExtraCot.Compressor;

/// <summary>One row of the comparison of compressors: a compressor at one ratio, over all traces. Shares are in [0, 1].</summary>
/// <param name="Compressor">Its name.</param>
/// <param name="Ratio">The ratio asked for.</param>
/// <param name="RealisedRatio">Tokens kept over tokens of the whole, in the student's tokenizer, mean over traces.</param>
/// <param name="RatioError">Mean absolute difference between a trace's realised ratio and the one asked for.</param>
/// <param name="FormulaIntactness">Of the formulas of which anything is kept, the share that stands whole.</param>
/// <param name="EquationRecall">Of each trace's different equations and inequalities, the share that stands in the compressed text.</param>
/// <param name="NumberRecall">Of the different numbers in them, the share that stands in equations of the compressed text.</param>
/// <param name="AnswerRetention">Of the traces that lead to the right answer, the share that still does.</param>
/// <param name="KeepF1">F1 of the units kept, against those the rules keep at the same ratio.</param>
/// <param name="AdjacentRepeats">Share of words that repeat the word before.</param>
/// <param name="TokensPerSecond">Tokens of whole traces compressed a second, all ratios together.</param>
public sealed record CompressorScore(
    string Compressor, double Ratio, double RealisedRatio, double RatioError, double FormulaIntactness, double EquationRecall, double NumberRecall,
    double AnswerRetention, double KeepF1, double AdjacentRepeats, double TokensPerSecond)
{
    internal static CompressorScore Of(string compressor, double ratio, double realised, double error, TraceQuality sum, double tokensPerSecond) => new(
        compressor, ratio, realised, error, Share(sum.IntactFormulas, sum.TouchedFormulas), Share(sum.KeptEquations, sum.Equations), Share(sum.KeptNumbers, sum.Numbers),
        Share(sum.StillAnswered, sum.Answered), Share(2 * sum.RightUnits, sum.KeptUnits + sum.TeacherUnits), Share(sum.RepeatedWords, sum.Words), tokensPerSecond);

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
