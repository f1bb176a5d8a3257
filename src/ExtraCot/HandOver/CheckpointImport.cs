using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.HandOver;

/// <summary>Takes a checkpoint that another engine trained back in, after making sure that it means the same by the same token ids.</summary>
public static class CheckpointImport
{
    private const string Embeddings = "model.embed_tokens.weight";
    private static readonly string[] TokenizerFiles = [TokenizerFile.FileName, "tokenizer_config.json", "chat_template.jinja"];

    /// <summary>Checks a checkpoint and copies weights, configuration and the reference's tokenizer to a new model folder.</summary>
    /// <param name="checkpoint">The folder that came back, in Hugging Face's layout.</param>
    /// <param name="reference">Folder or file of the tokenizer the data was built with.</param>
    /// <param name="output">A new folder.</param>
    /// <returns>What was checked, one line each.</returns>
    /// <exception cref="InputException">The layout is another engine's own, or something does not fit; nothing is written.</exception>
    public static IReadOnlyList<string> Run(string checkpoint, string reference, string output)
    {
        RequireLayout(checkpoint);
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()) throw new InputException($"{output} holds files already; choose another --out");
        var expected = TokenizerFile.Load(reference);
        var control = PromptFormat.For(expected).ControlIds;
        List<string> checks = [CheckTokens(checkpoint, expected), CheckWeights(checkpoint, control)];
        Directory.CreateDirectory(output);
        foreach (var file in Directory.EnumerateFiles(checkpoint).Where(file => IsWanted(Path.GetFileName(file)))) File.Copy(file, Path.Combine(output, Path.GetFileName(file)));
        // Other engines mark added tokens in ways of their own, and verl trains with a template that passes prompts through; the ids agree, so the reference's files serve.
        if (!Directory.Exists(reference)) File.Copy(reference, Path.Combine(output, TokenizerFile.FileName));
        else foreach (var file in TokenizerFiles.Where(file => File.Exists(Path.Combine(reference, file)))) File.Copy(Path.Combine(reference, file), Path.Combine(output, file));
        return checks;
    }

    private static void RequireLayout(string checkpoint)
    {
        if (!Directory.Exists(checkpoint)) throw new InputException($"{checkpoint}: no such folder");
        if (Directory.EnumerateFiles(checkpoint, "model_world_size_*").Any() || File.Exists(Path.Combine(checkpoint, "fsdp_config.json")))
            throw new InputException($"{checkpoint} holds verl's shards; merge them first: python -m verl.model_merger merge --backend fsdp --local_dir {checkpoint} --target_dir merged");
        if (File.Exists(Path.Combine(checkpoint, "adapter_config.json")))
            throw new InputException($"{checkpoint} holds a LoRA adapter; merge it into its model first (servers refuse adapters with new tokens)");
        if (!File.Exists(Path.Combine(checkpoint, TokenizerFile.FileName)))
            throw new InputException($"{checkpoint}: no {TokenizerFile.FileName}, so nobody knows which token ids the weights were trained with");
    }

    private static string CheckTokens(string checkpoint, HuggingFaceTokenizer expected)
    {
        var found = TokenizerFile.Load(checkpoint);
        string[] marks = [.. ControlToken.All.Select(token => expected.TokenToId(token.Text) is null ? ControlToken.PolicyAlias : token.Text), "<think>", "</think>", "<|im_start|>", "<|im_end|>"];
        foreach (var mark in marks.Where(mark => expected.TokenToId(mark) is not null))
            if (found.TokenToId(mark) != expected.TokenToId(mark))
                throw new InputException($"{checkpoint}: {mark} is {found.TokenToId(mark)?.ToString() ?? "absent"}, expected {expected.TokenToId(mark)}; the model was trained with other ids than the data's, start it from a tokenizer that has the control tokens");
        if (found.VocabularySize != expected.VocabularySize)
            throw new InputException($"{checkpoint}: its tokenizer has {found.VocabularySize} tokens, the reference {expected.VocabularySize}");
        return $"token ids: {string.Join(", ", ControlToken.Ratios.Select(token => $"{token} {found.TokenToId(token.Text)}"))}";
    }

    private static string CheckWeights(string checkpoint, IReadOnlyList<int> control)
    {
        var config = Qwen3Config.Load(checkpoint);
        using var weights = new CheckpointWeights(checkpoint);
        var shape = weights[Embeddings].Shape;
        if (shape[0] != config.VocabularySize || shape[1] != config.HiddenSize)
            throw new InputException($"{checkpoint}: {Embeddings} is [{string.Join(", ", shape)}], config.json says [{config.VocabularySize}, {config.HiddenSize}]");
        if (shape[0] <= control.Max()) throw new InputException($"{checkpoint}: {shape[0]} embedding rows, but token id {control.Max()}; the embeddings were not resized");
        foreach (var name in weights.Names)
        {
            using var scope = NewDisposeScope();
            if (!weights.Read(name).isfinite().all().item<bool>()) throw new InputException($"{checkpoint}: {name} holds numbers that are not finite; the training broke down, take an earlier checkpoint");
        }
        return $"{weights.Names.Count} tensors, finite; {shape[0]} embedding rows; closest pair of control tokens: cosine {Closest(weights, control):0.000}";
    }

    // Control tokens that ended in one direction cannot be told apart.
    private static double Closest(CheckpointWeights weights, IReadOnlyList<int> control)
    {
        using var scope = NewDisposeScope();
        var rows = nn.functional.normalize(weights.Read(Embeddings).index_select(0, tensor(control.Select(id => (long)id).ToArray())).to(float32), 2, 1); // [6, d]
        return (rows.mm(rows.t()) - eye(control.Count) * 2).max().item<float>();
    }

    private static bool IsWanted(string name) => name is "config.json" or "generation_config.json" or "model.safetensors" or "model.safetensors.index.json"
        || (name.StartsWith("model-", StringComparison.Ordinal) && name.EndsWith(".safetensors", StringComparison.Ordinal));
}
