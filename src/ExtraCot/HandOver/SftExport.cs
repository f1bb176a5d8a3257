using System.Text.Json;
using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using ExtraCot.SftData;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.HandOver;

/// <summary>Hands the samples of <c>extracot sft build</c> over to another training engine: data in its own form and a configuration ready to start.</summary>
public static class SftExport
{
    internal const string EndOfTurn = "<|im_end|>";

    /// <summary>Writes the export.</summary>
    /// <param name="build">Folder of a finished <c>sft build</c>.</param>
    /// <param name="output">A new or empty folder.</param>
    /// <param name="engine">For whom.</param>
    /// <param name="options">Settings of the run.</param>
    /// <param name="allowBenchmark">Whether to export a demonstration on benchmark questions.</param>
    /// <returns>Training samples exported.</returns>
    /// <exception cref="InputException">The build is unfinished or not for training, a sample is too long or in another form than Qwen3's chat, or the folder holds files.</exception>
    public static int Write(string build, string output, TrainingEngine engine, ExportOptions options, bool allowBenchmark = false)
    {
        RequireTraining(build, allowBenchmark);
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()) throw new InputException($"{output} holds files already; choose another --out");
        var (train, validation) = (Read(build, "train.jsonl", options), Read(build, "validation.jsonl", options));
        if (train.Count == 0) throw new InputException($"{build}: no training sample");
        var files = new ExportFiles(output);
        switch (engine)
        {
            case TrainingEngine.LlamaFactory: LlamaFactoryExport.Write(files, train, validation, options); break;
            case TrainingEngine.Trl: TrlExport.Write(files, train, validation, options); break;
            default: VerlExport.Write(files, train, validation, options); break;
        }
        return train.Count;
    }

    /// <summary>The user's message as the prompt has it: question, blank, control token.</summary>
    internal static string Input(SftSample sample) => sample.Control == "none" ? sample.Question : $"{sample.Question} {ControlToken.Parse(sample.Control)}";

    /// <summary>The response without the end of turn, which engines add themselves.</summary>
    internal static string Response(SftSample sample) => sample.Completion[..^EndOfTurn.Length];

    private static void RequireTraining(string build, bool allowBenchmark)
    {
        var path = Path.Combine(build, SftBuildRun.ManifestName);
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; --in is the folder of a finished extracot sft build");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(path));
        if (!manifest.RootElement.GetProperty("forTraining").GetBoolean() && !allowBenchmark)
            throw new InputException($"{build} was made with --allow-benchmark and is not for training; build it without benchmark questions, or look at the export's form with --allow-benchmark");
    }

    private static List<SftSample> Read(string build, string name, ExportOptions options)
    {
        var path = Path.Combine(build, name);
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; --in is the folder of a finished extracot sft build");
        var samples = JsonLines.Read<SftSample>(path);
        foreach (var sample in samples)
        {
            var tokens = sample.PromptTokens + sample.CompletionTokens;
            if (tokens > options.MaxTokens) throw new InputException($"{path}: sample {sample.Id} has {tokens} tokens, above --max-tokens {options.MaxTokens}; the engine would cut its answer off. Raise it, or build with a lower select.maxTokens");
            var rendered = Qwen3ChatTemplate.Render([new ChatMessage("system", PromptFormat.SystemText), new ChatMessage("user", $"{PromptFormat.Instruction}\n{Input(sample)}")], addGenerationPrompt: true);
            if (sample.Prompt != rendered || !sample.Completion.EndsWith(EndOfTurn, StringComparison.Ordinal))
                throw new InputException($"{path}: sample {sample.Id} is not in Qwen3's chat form, the only one these engines are set up for; build with the tokenizer of a Qwen3 model");
        }
        return samples;
    }
}
