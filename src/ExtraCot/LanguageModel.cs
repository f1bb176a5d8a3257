using ExtraCot.Chrpo;
using ExtraCot.Models;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text.Prompting;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot;

/// <summary>A model folder in memory: weights, prompt format and, after CHRPO, the control head.</summary>
public sealed class LanguageModel : IDisposable
{
    private readonly string source;

    private LanguageModel(Qwen3Model model, PromptFormat format, string source, ControlHead? head, GenerationConfig generation) =>
        (Model, Format, this.source, Head, Generation) = (model, format, source, head, generation);

    /// <value>The weights.</value>
    public Qwen3Model Model { get; }

    /// <value>Prompt and response format of the folder's tokenizer.</value>
    public PromptFormat Format { get; }

    /// <value>Chooses the ratio in policy mode; null before CHRPO, when the language model's own first token does.</value>
    public ControlHead? Head { get; set; }

    /// <value>What the folder's <c>generation_config.json</c> recommends.</value>
    public GenerationConfig Generation { get; }

    /// <value>Ids that end an answer: the format's end of turn, and what the folder names besides.</value>
    public IReadOnlyList<int> EndIds => [.. Generation.EndIds.Prepend(Format.EndOfTurn).Where(id => id < Model.Config.VocabularySize).Distinct()];

    /// <summary>Loads a Hugging Face model folder whose tokenizer has the control tokens.</summary>
    /// <exception cref="Text.InputException">Something in the folder is missing or does not fit.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="matrices">Type of the matrices in memory: float32 (default), or bfloat16 for inference alone.</param>
    /// <param name="device">Where the weights shall be; null for the CPU.</param>
    public static LanguageModel Load(string folder, ScalarType matrices = ScalarType.Float32, Device? device = null)
    {
        var format = PromptFormat.For(Text.Tokenization.TokenizerFile.Load(folder));
        return new LanguageModel(Qwen3Model.Load(folder, matrices, device), format, folder, ControlHead.Load(folder), GenerationConfig.Load(folder) ?? new());
    }

    /// <summary>Loads a folder to generate with: on the CPU in float32, or on a GPU in bfloat16 where <see cref="TorchRuntime.Device"/> is one.</summary>
    /// <inheritdoc cref="Load"/>
    public static LanguageModel LoadForInference(string folder)
    {
        var device = TorchRuntime.Device;
        if (device.type == DeviceType.CPU) return Load(folder);
        var model = Load(folder, ScalarType.BFloat16, device);
        model.Model.ComputeType = ScalarType.BFloat16;
        return model;
    }

    /// <summary>Writes weights, the tokenizer's files and the head as a folder that <see cref="Load"/> and other tools read.</summary>
    public void Save(string folder)
    {
        Model.Save(folder, ScalarType.Float32);
        ModelFolder.CopyCompanions(source, folder);
        Head?.Save(folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Head?.Dispose();
    }
}
