namespace ExtraCot.Models;

/// <summary>The files of a Hugging Face model folder that are neither weights nor <c>config.json</c>.</summary>
public static class ModelFolder
{
    private static readonly string[] Companions =
    [
        "tokenizer.json", "tokenizer_config.json", "generation_config.json", "chat_template.jinja", "special_tokens_map.json",
        "added_tokens.json", "vocab.json", "merges.txt",
    ];

    /// <summary>Copies those that are there, byte for byte.</summary>
    public static void CopyCompanions(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        foreach (var file in Companions.Where(file => File.Exists(Path.Combine(from, file))))
            File.WriteAllBytes(Path.Combine(to, file), File.ReadAllBytes(Path.Combine(from, file))); // a copy would stay write-protected where the source is
    }
}
