using System.Text.Json.Serialization;
using ExtraCot.MixedRatioSft;
using ExtraCot.Text.Prompting;

namespace ExtraCot.HandOver;

/// <summary>LLaMA-Factory: Alpaca records, dataset_info.json, a run's YAML, ZeRO-3, and the line that starts each node.</summary>
internal static class LlamaFactoryExport
{
    private const string Train = "extracot_train", Validation = "extracot_validation", Run = "extracot_sft.yaml", ZeRo3 = "ds_z3_config.json";

    public static void Write(ExportFiles files, IReadOnlyList<SftSample> train, IReadOnlyList<SftSample> validation, ExportOptions options)
    {
        files.Json($"{Train}.json", train.Select(Row.Of));
        files.Json($"{Validation}.json", validation.Select(Row.Of));
        files.Json("dataset_info.json", new[] { Train, Validation }.ToDictionary(name => name, name => new
        {
            file_name = $"{name}.json",
            formatting = "alpaca",
            columns = new { prompt = "instruction", query = "input", response = "output", system = "system" },
        }));
        files.Json(ZeRo3, DeepSpeedZero3.Config);
        files.Yaml(Run, "Mixed-ratio SFT by LLaMA-Factory: bash launch.sh. The data's raw_prompt and raw_completion show what the template must make of each row.\n" +
            "The plain template is taken because the response brings its own thinking marks behind the control token.\n" +
            "extracot_validation is there for your own checks.", Settings(options));
        files.Script("launch.sh", $$"""
            #!/usr/bin/env bash
            # On each of {{options.Nodes}} nodes: NODE_RANK=0 MASTER_ADDR=host-of-node-0 bash launch.sh (NODE_RANK 1, 2, … on the others).
            cd "$(dirname "$0")"
            FORCE_TORCHRUN=1 NNODES={{options.Nodes}} NODE_RANK="${NODE_RANK:-0}" MASTER_ADDR="${MASTER_ADDR:-127.0.0.1}" MASTER_PORT="${MASTER_PORT:-29500}" llamafactory-cli train {{Run}}

            """);
    }

    private static IEnumerable<(string Key, object Value)> Settings(ExportOptions options) =>
    [
        ("model_name_or_path", options.Model),
        ("stage", "sft"),
        ("do_train", true),
        ("finetuning_type", "full"),
        ("add_tokens", string.Join(',', ControlToken.All)), // ordinary tokens: servers strip special ones
        ("resize_vocab", true),
        ("split_special_tokens", false),
        ("dataset_dir", "."),
        ("dataset", Train),
        ("template", "qwen3_nothink"),
        ("cutoff_len", options.MaxTokens),
        ("packing", false),
        ("train_on_prompt", false),
        ("deepspeed", ZeRo3),
        ("per_device_train_batch_size", options.MicroBatch),
        ("gradient_accumulation_steps", options.Accumulation),
        ("learning_rate", options.LearningRate),
        ("num_train_epochs", options.Epochs),
        ("lr_scheduler_type", "cosine"),
        ("warmup_ratio", .05),
        ("bf16", true),
        ("report_to", "none"),
        ("output_dir", "saves/extracot"),
    ];

    private sealed record Row(
        [property: JsonPropertyName("instruction")] string Instruction, [property: JsonPropertyName("input")] string Input, [property: JsonPropertyName("output")] string Output,
        [property: JsonPropertyName("system")] string System, [property: JsonPropertyName("raw_prompt")] string RawPrompt, [property: JsonPropertyName("raw_completion")] string RawCompletion)
    {
        public static Row Of(SftSample sample) =>
            new(PromptFormat.Instruction, SftExport.Input(sample), SftExport.Response(sample), PromptFormat.SystemText, sample.Prompt, sample.Completion);
    }
}
