using System.Text.Json.Serialization;
using ExtraCot.Chrpo.Data;

namespace ExtraCot.HandOver;

/// <summary>TRL: raw prompts with the reward's columns beside them, and a short program whose reward function sends token ids.</summary>
internal static class TrlRlExport
{
    public static void Write(ExportFiles files, IReadOnlyList<RlRecord> train, IReadOnlyList<RlRecord> test, RlExportOptions options)
    {
        files.Text("train.jsonl", RlRows.Of(train.Select(Row.Of)));
        files.Text("test.jsonl", RlRows.Of(test.Select(Row.Of)));
        files.Text("extracot_reward.py", RlExport.Shim("extracot_reward.py"));
        files.Text("train.py", $"""
            # GRPO with TRL on the rewards of a running extracot reward serve (EXTRACOT_REWARD_URL).
            from datasets import load_dataset
            from trl import GRPOConfig, GRPOTrainer
            from extracot_reward import reward

            config = GRPOConfig(
                output_dir="saves/extracot", num_generations={options.GroupSize}, per_device_train_batch_size={options.GroupSize}, gradient_accumulation_steps={Math.Max(1, options.Prompts / (options.Nodes * options.GpusPerNode))},
                max_completion_length={options.MaxResponseTokens}, temperature=1.0, learning_rate={ExportFiles.Scalar(options.LearningRate)}, beta={ExportFiles.Scalar(options.KlWeight)},
                epsilon=0.2, epsilon_high=0.28, num_train_epochs={options.Epochs}, lr_scheduler_type="constant_with_warmup", warmup_steps=10, bf16=True, gradient_checkpointing=True,
                use_vllm=True, save_strategy="epoch", report_to="none",
            )
            data = load_dataset("json", data_files=dict(train="train.jsonl", test="test.jsonl"))
            trainer = GRPOTrainer(model={ExportFiles.Scalar(options.Model)}, reward_funcs=[reward], args=config, train_dataset=data["train"], eval_dataset=data["test"])
            trainer.train()
            trainer.save_model("saves/extracot/final")

            """);
        files.Script("launch.sh", $$"""
            #!/usr/bin/env bash
            # 1. extracot reward serve --tokenizer MODEL --port 5000
            # 2. on each node: NODE_RANK=0 MASTER_ADDR=host-of-node-0 bash launch.sh (NODE_RANK 1, 2, … on the others).
            cd "$(dirname "$0")"
            export EXTRACOT_REWARD_URL="${EXTRACOT_REWARD_URL:-{{options.RewardUrl}}}"
            accelerate launch --num_machines {{options.Nodes}} --num_processes {{options.Nodes * options.GpusPerNode}} --machine_rank "${NODE_RANK:-0}" --main_process_ip "${MASTER_ADDR:-127.0.0.1}" train.py

            """);
    }

    private sealed record Row(
        [property: JsonPropertyName("prompt")] string Prompt, [property: JsonPropertyName("gold")] string Gold, [property: JsonPropertyName("gt_ratio")] double? Target,
        [property: JsonPropertyName("orig_cot_tokens")] double Reference, [property: JsonPropertyName("orig_visible_tokens")] double Visible)
    {
        public static Row Of(RlRecord record) => new(RlExport.RawPrompt(record), record.RewardModel.GroundTruth, record.ExtraInfo.TargetRatio,
            record.ExtraInfo.ReferenceTokens ?? 0, record.ExtraInfo.ReferenceVisible ?? 0);
    }
}
