using System.Text.Json.Serialization;
using ExtraCot.Chrpo.Data;

namespace ExtraCot.HandOver;

/// <summary>OpenRLHF: raw prompts with labels, rewards straight from the service, no Python of one's own.</summary>
internal static class OpenRlhfExport
{
    public static void Write(ExportFiles files, IReadOnlyList<RlRecord> train, IReadOnlyList<RlRecord> test, RlExportOptions options)
    {
        files.Text("train.jsonl", RlRows.Of(train.Select(Row.Of)));
        files.Text("test.jsonl", RlRows.Of(test.Select(Row.Of)));
        files.Script("launch.sh", $$"""
            #!/usr/bin/env bash
            # 1. extracot reward serve --tokenizer MODEL --port 5000
            # 2. ray start on each of {{options.Nodes}} nodes, then on the first: bash launch.sh
            # Prompts are raw (no --apply_chat_template): the control token must stay the last token of the user's turn.
            set -e
            cd "$(dirname "$0")"
            {{ExportFiles.ModelVariable(options.Model)}}
            ray job submit --address="${RAY_ADDRESS:-http://127.0.0.1:8265}" --working-dir . -- python3 -m openrlhf.cli.train_ppo_ray \
              --pretrain "$MODEL" --remote_rm_url "${EXTRACOT_REWARD_URL:-{{options.RewardUrl}}}/get_reward" \
              --prompt_data train.jsonl --input_key prompt --label_key label \
              --advantage_estimator group_norm --n_samples_per_prompt {{options.GroupSize}} --rollout_batch_size {{options.Prompts}} --train_batch_size {{options.Prompts * options.GroupSize}} \
              --prompt_max_len {{options.MaxPromptTokens}} --generate_max_len {{options.MaxResponseTokens}} --temperature 1.0 \
              --actor_learning_rate {{ExportFiles.Scalar(options.LearningRate)}} --use_kl_loss --init_kl_coef {{ExportFiles.Scalar(options.KlWeight)}} --kl_estimator k3 --num_episodes {{options.Epochs}} \
              --actor_num_nodes {{options.Nodes}} --actor_num_gpus_per_node {{options.GpusPerNode}} --ref_num_nodes {{options.Nodes}} --ref_num_gpus_per_node {{options.GpusPerNode}} --colocate_all_models \
              --vllm_num_engines {{options.Nodes * options.GpusPerNode}} --vllm_tensor_parallel_size 1 --zero_stage 3 --bf16 --gradient_checkpointing --save_path saves/extracot

            """);
    }

    private sealed record Row([property: JsonPropertyName("prompt")] string Prompt, [property: JsonPropertyName("label")] string Label)
    {
        public static Row Of(RlRecord record) => new(RlExport.RawPrompt(record), RlRows.Label(record));
    }
}
