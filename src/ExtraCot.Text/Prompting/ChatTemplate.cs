using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExtraCot.Text.Prompting;

/// <summary>
/// Chat templates known by their content. A template is a program; one that is not known to the byte is refused, because
/// a prompt that differs in a single blank is another prompt.
/// </summary>
public static class ChatTemplate
{
    // SHA-256 of the template's text without white space at its ends: Qwen3 dense models, tokenizer_config.json.
    private const string Qwen3 = "87A2728CB8DC9FE424D624542F6060EC05A1D285EBBEC578BB078900E33396B5";

    /// <summary>The renderer of a template.</summary>
    /// <param name="jinja">The "chat_template" of a tokenizer_config.json or the text of a chat_template.jinja.</param>
    /// <exception cref="InputException">The template is unknown.</exception>
    public static ChatRenderer For(string jinja)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(jinja.Trim().ReplaceLineEndings("\n"))));
        return hash == Qwen3
            ? Qwen3ChatTemplate.Render
            : throw new InputException(
                $"unknown chat template (SHA-256 {hash}, {jinja.Length} characters); known is Qwen3's, see the chat_template of Qwen/Qwen3-1.7B");
    }

    /// <summary>
    /// The renderer of a model folder's template, from <c>chat_template.jinja</c> or the "chat_template" of <c>tokenizer_config.json</c>; null where it
    /// has none.
    /// </summary>
    /// <exception cref="InputException">The template is unknown; or the file is damaged.</exception>
    public static ChatRenderer? InFolder(string folder)
    {
        var file = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(file)) return For(File.ReadAllText(file));
        var config = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(config)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(config));
            return json.RootElement.TryGetProperty("chat_template", out var template) && template.ValueKind == JsonValueKind.String ? For(template.GetString()!) : null;
        }
        catch (JsonException broken)
        {
            throw new InputException($"{config}: {broken.Message}", broken);
        }
    }
}
