namespace ExtraCot.HandOver;

/// <summary>DeepSpeed's third stage: weights, gradients and optimiser state spread over all GPUs.</summary>
internal static class DeepSpeedZero3
{
    private const string Auto = "auto"; // the engine that starts DeepSpeed fills these in

    public static object Config { get; } = new
    {
        train_batch_size = Auto,
        train_micro_batch_size_per_gpu = Auto,
        gradient_accumulation_steps = Auto,
        gradient_clipping = Auto,
        bf16 = new { enabled = Auto },
        zero_optimization = new { stage = 3, overlap_comm = true, contiguous_gradients = true, stage3_gather_16bit_weights_on_model_save = true },
    };
}
