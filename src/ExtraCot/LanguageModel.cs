using ExtraCot.Chrpo;
using ExtraCot.Nn.Models;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot;

/// <summary>A model folder in memory: weights, prompt format and, after CHRPO, the control head.</summary>
public sealed class LanguageModel : IDisposable
{
    private LanguageModel(Qwen3Model model, PromptFormat format, string tokenizerFile, ControlHead? head) =>
        (Model, Format, TokenizerFile, Head) = (model, format, tokenizerFile, head);

    /// <value>The weights.</value>
    public Qwen3Model Model { get; }

    /// <value>Prompt and response format of the folder's tokenizer.</value>
    public PromptFormat Format { get; }

    /// <value>Chooses the ratio in policy mode; null before CHRPO, when the language model's own first token does.</value>
    public ControlHead? Head { get; set; }

    private string TokenizerFile { get; }

    /// <summary>Loads a Hugging Face model folder whose tokenizer has the control tokens.</summary>
    /// <exception cref="Text.InputException">Something in the folder is missing or does not fit.</exception>
    public static LanguageModel Load(string folder)
    {
        var tokenizer = Path.Combine(folder, "tokenizer.json");
        var format = PromptFormat.For(Text.Tokenization.TokenizerFile.Load(tokenizer));
        return new LanguageModel(Qwen3Model.Load(folder), format, tokenizer, ControlHead.Load(folder));
    }

    /// <summary>Writes weights, tokenizer and head as a folder that <see cref="Load"/> and other tools read.</summary>
    public void Save(string folder)
    {
        Model.Save(folder, ScalarType.Float32);
        var target = Path.Combine(folder, "tokenizer.json");
        if (Path.GetFullPath(target) != Path.GetFullPath(TokenizerFile)) File.Copy(TokenizerFile, target, overwrite: true);
        Head?.Save(folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Head?.Dispose();
    }
}
