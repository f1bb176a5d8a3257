using System.Text.Json.Serialization;
using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using ExtraCot.SftData;
using ExtraCot.Text.Prompting;

namespace ExtraCot.HandOver;

/// <summary>TRL: raw prompt and completion, an FSDP configuration of accelerate for each node, and a short program.</summary>
internal static class TrlExport
{
    public static void Write(ExportFiles files, IReadOnlyList<SftSample> train, IReadOnlyList<SftSample> validation, ExportOptions options)
    {
        foreach (var (name, samples) in new[] { ("train", train), ("validation", validation) })
        {
            var rows = samples.Select(sample => new Row(sample.Prompt, sample.Completion)).ToList();
            JsonLines.Write(files.PathOf($"{name}.jsonl"), rows);
            SampleFiles.WriteParquet(files.PathOf($"{name}.parquet"), rows);
        }
        files.Text("accelerate.yaml", $"""
            # accelerate launch takes machine_rank and main_process_ip from its own flags on each node.
            distributed_type: FSDP
            fsdp_config:
              fsdp_version: 2
              fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
              fsdp_state_dict_type: FULL_STATE_DICT
            num_machines: {options.Nodes}
            num_processes: {options.Nodes * options.GpusPerNode}
            machine_rank: 0
            main_process_ip: 127.0.0.1
            main_process_port: 29500
            mixed_precision: bf16

            """);
        files.Text("train.py", Program(options));
        files.Script("launch.sh", """
            #!/usr/bin/env bash
            # On each node: NODE_RANK=0 MASTER_ADDR=host-of-node-0 bash launch.sh (NODE_RANK 1, 2, … on the others).
            cd "$(dirname "$0")"
            accelerate launch --config_file accelerate.yaml --machine_rank "${NODE_RANK:-0}" --main_process_ip "${MASTER_ADDR:-127.0.0.1}" train.py

            """);
    }

    private static string Program(ExportOptions options) => $"""
        # Mixed-ratio SFT with TRL. Rows are raw prompts and completions: no chat template touches them, the loss is on the completion alone.
        from datasets import load_dataset
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from trl import SFTConfig, SFTTrainer

        MODEL = {ExportFiles.Scalar(options.Model)}
        CONTROL_TOKENS = [{string.Join(", ", ControlToken.All.Select(token => $"\"{token}\""))}]

        tokenizer = AutoTokenizer.from_pretrained(MODEL)
        tokenizer.add_tokens(CONTROL_TOKENS)  # ordinary tokens: servers strip special ones; without effect where the model has them
        model = AutoModelForCausalLM.from_pretrained(MODEL, dtype="bfloat16")
        if len(tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(tokenizer))
        data = load_dataset("json", data_files=dict(train="train.jsonl", validation="validation.jsonl"))
        first = tokenizer(data["train"][0]["completion"], add_special_tokens=False)["input_ids"][0]
        assert tokenizer.convert_ids_to_tokens(first) in CONTROL_TOKENS + ["<think>"], "the tokenizer splits the control token"

        config = SFTConfig(
            output_dir="saves/extracot", max_length={options.MaxTokens}, packing=False, completion_only_loss=True,
            per_device_train_batch_size={options.MicroBatch}, gradient_accumulation_steps={options.Accumulation}, learning_rate={ExportFiles.Scalar(options.LearningRate)},
            num_train_epochs={options.Epochs}, lr_scheduler_type="cosine", warmup_ratio=0.05, weight_decay=0.05, max_grad_norm=1.0, bf16=True,
            gradient_checkpointing=True, eval_strategy="epoch", save_strategy="epoch", report_to="none",
        )
        trainer = SFTTrainer(model=model, args=config, train_dataset=data["train"], eval_dataset=data["validation"], processing_class=tokenizer)
        trainer.train()
        trainer.save_model("saves/extracot/final")

        """;

    private sealed record Row([property: JsonPropertyName("prompt")] string Prompt, [property: JsonPropertyName("completion")] string Completion);
}
