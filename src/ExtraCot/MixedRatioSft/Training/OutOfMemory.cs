using System.Runtime.InteropServices;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Recognises libtorch's failures to allocate, on a GPU or in main memory, and says what to change.</summary>
internal static class OutOfMemory
{
    public static bool Is(ExternalException failure) =>
        failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || failure.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    public static string Advice(SftOptions options, int longest)
    {
        List<string> ways = [];
        if (options.TokensPerPass > longest) ways.Add($"lower tokensPerPass (now {options.TokensPerPass}; the longest sample of this step has {longest} tokens)");
        if (!options.GradientCheckpointing) ways.Add("set gradientCheckpointing: true");
        if (options.LoraRank == 0) ways.Add("train low-rank updates with loraRank: 16");
        ways.Add($"lower cutoff (now {options.Cutoff})");
        return $"memory ran out; {string.Join(", or ", ways)}; then --resume is not possible, as options changed: start a new --out";
    }
}
