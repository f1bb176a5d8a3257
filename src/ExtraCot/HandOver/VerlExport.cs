using System.Text.Json.Serialization;
using ExtraCot.MixedRatioSft;
using ExtraCot.SftData;

namespace ExtraCot.HandOver;

/// <summary>
/// verl: Parquet with prompt and response, and the command. verl puts each prompt through the model's chat template as a user's message and knows no system
/// text, so the model is trained under a template that passes the raw prompt through; it is not for use afterwards.
/// </summary>
internal static class VerlExport
{
    public static void Write(ExportFiles files, IReadOnlyList<SftSample> train, IReadOnlyList<SftSample> validation, ExportOptions options)
    {
        SampleFiles.WriteParquet(files.PathOf("train.parquet"), [.. train.Select(Row.Of)]);
        SampleFiles.WriteParquet(files.PathOf("validation.parquet"), [.. validation.Select(Row.Of)]);
        files.Text("chat_template.jinja", "{{ messages[0]['content'] }}");
        files.Script("launch.sh", $$"""
            #!/usr/bin/env bash
            # On each of {{options.Nodes}} nodes: NODE_RANK=0 MASTER_ADDR=host-of-node-0 bash launch.sh (NODE_RANK 1, 2, … on the others).
            # MODEL is a local folder whose tokenizer has the control tokens (extracot model convert adds them).
            set -e
            cd "$(dirname "$0")"
            {{ExportFiles.ModelVariable(options.Model)}}
            rm -rf model-raw && cp -r "$MODEL" model-raw && cp chat_template.jinja model-raw/ # verl's template step then leaves the raw prompt as it is
            torchrun --nnodes={{options.Nodes}} --nproc_per_node={{options.GpusPerNode}} --node_rank="${NODE_RANK:-0}" --master_addr="${MASTER_ADDR:-127.0.0.1}" --master_port="${MASTER_PORT:-29500}" \
              -m verl.trainer.fsdp_sft_trainer \
              data.train_files=train.parquet data.val_files=validation.parquet data.prompt_key=prompt data.response_key=response ++data.prompt_dict_keys=null ++data.response_dict_keys=null \
              data.max_length={{options.MaxTokens}} data.truncation=error data.train_batch_size={{options.GlobalBatch}} data.micro_batch_size_per_gpu={{options.MicroBatch}} \
              model.partial_pretrain=model-raw model.enable_gradient_checkpointing=True \
              optim.lr={{ExportFiles.Scalar(options.LearningRate)}} optim.warmup_steps_ratio=0.05 optim.weight_decay=0.05 optim.clip_grad=1.0 \
              trainer.total_epochs={{options.Epochs}} trainer.default_local_dir=saves/extracot trainer.logger=console
            # Back to Hugging Face's layout, then: extracot import
            # python -m verl.model_merger merge --backend fsdp --local_dir saves/extracot/global_step_N --target_dir merged

            """);
    }

    // verl appends the end of turn to the response itself.
    private sealed record Row([property: JsonPropertyName("prompt")] string Prompt, [property: JsonPropertyName("response")] string Response)
    {
        public static Row Of(SftSample sample) => new(sample.Prompt, SftExport.Response(sample));
    }
}
