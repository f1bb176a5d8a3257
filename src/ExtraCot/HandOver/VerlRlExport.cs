using ExtraCot.Chrpo.Data;

namespace ExtraCot.HandOver;

/// <summary>verl on Ray: records as JSON (its JSON loader takes one object a line, if the name ends in .json), rewards by the service, both spellings of the reward's key.</summary>
internal static class VerlRlExport
{
    public static void Write(ExportFiles files, IReadOnlyList<RlRecord> train, IReadOnlyList<RlRecord> test, RlExportOptions options)
    {
        files.Text("train.json", RlRows.Of(train));
        files.Text("test.json", RlRows.Of(test));
        files.Text("extracot_reward.py", RlExport.Shim("extracot_reward.py"));
        files.Text("chrpo_policy_loss.py", RlExport.Shim("chrpo_policy_loss.py"));
        files.Script("launch.sh", $$"""
            #!/usr/bin/env bash
            # 1. extracot reward serve --tokenizer MODEL --port 5000    (where EXTRACOT_REWARD_URL points)
            # 2. ray start on each of {{options.Nodes}} nodes, then on the first: bash launch.sh
            # chrpo_policy_loss.py gives the first token a mean of its own: import it in verl's process and add
            #   actor_rollout_ref.actor.policy_loss.loss_mode=chrpo
            set -e
            cd "$(dirname "$0")"
            export EXTRACOT_REWARD_URL="${EXTRACOT_REWARD_URL:-{{options.RewardUrl}}}"
            {{ExportFiles.ModelVariable(options.Model)}}
            ray job submit --address="${RAY_ADDRESS:-http://127.0.0.1:8265}" --working-dir . -- python3 -m verl.trainer.main_ppo \
              data.train_files=train.json data.val_files=test.json data.prompt_key=prompt data.reward_fn_key=data_source data.return_raw_chat=True \
              data.max_prompt_length={{options.MaxPromptTokens}} data.max_response_length={{options.MaxResponseTokens}} data.filter_overlong_prompts=True data.truncation=error data.train_batch_size={{options.Prompts}} \
              custom_reward_function.path=extracot_reward.py custom_reward_function.name=compute_score \
              +reward.custom_reward_function.path=extracot_reward.py +reward.custom_reward_function.name=compute_score \
              algorithm.adv_estimator=grpo algorithm.norm_adv_by_std_in_grpo=True \
              actor_rollout_ref.model.path="$MODEL" actor_rollout_ref.rollout.name=vllm actor_rollout_ref.rollout.n={{options.GroupSize}} actor_rollout_ref.rollout.temperature=1.0 \
              actor_rollout_ref.actor.optim.lr={{ExportFiles.Scalar(options.LearningRate)}} actor_rollout_ref.actor.ppo_mini_batch_size={{options.Prompts}} \
              actor_rollout_ref.actor.use_kl_loss=True actor_rollout_ref.actor.kl_loss_coef={{ExportFiles.Scalar(options.KlWeight)}} actor_rollout_ref.actor.kl_loss_type=low_var_kl \
              actor_rollout_ref.actor.loss_agg_mode=token-mean actor_rollout_ref.actor.clip_ratio_low=0.2 actor_rollout_ref.actor.clip_ratio_high=0.28 \
              trainer.nnodes={{options.Nodes}} trainer.n_gpus_per_node={{options.GpusPerNode}} trainer.total_epochs={{options.Epochs}} trainer.rollout_data_dir=rollouts trainer.default_local_dir=saves/extracot trainer.logger=console
            # Back to Hugging Face's layout, then: extracot import
            # python -m verl.model_merger merge --backend fsdp --local_dir saves/extracot/global_step_N/actor --target_dir merged

            """);
    }
}
