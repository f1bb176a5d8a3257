using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Models;

/// <summary>The six control tokens in a model folder's tokenizer files: ordinary added tokens, which no server strips from its output.</summary>
public static class ControlTokenFiles
{
    private const string ConfigFile = "tokenizer_config.json", AddedFile = "added_tokens.json";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The control tokens' ids, in their order; null for one the tokenizer lacks.</summary>
    public static IReadOnlyList<int?> Find(ITokenizer tokenizer) =>
        [.. ControlToken.All.Select(token => tokenizer.TokenToId(token.Text) ?? (token.Ratio is null ? tokenizer.TokenToId(ControlToken.PolicyAlias) : null))];

    /// <summary>Adds those that are missing, with the ids behind the vocabulary, and makes the other tokenizer files agree.</summary>
    /// <param name="folder">Holds <c>tokenizer.json</c>; changed in place.</param>
    /// <returns>The ids of the tokens that were added.</returns>
    public static IReadOnlyList<int> Add(string folder)
    {
        var path = Path.Combine(folder, TokenizerFile.FileName);
        var before = Find(TokenizerFile.Load(path));
        string[] missing = [.. ControlToken.All.Where((_, i) => before[i] is null).Select(token => token.Text)];
        TokenizerFile.AddTokens(path, path, missing);
        var tokenizer = TokenizerFile.Load(path);
        var ids = missing.Select(text => (Text: text, Id: tokenizer.TokenToId(text)!.Value)).ToList();
        Edit(Path.Combine(folder, ConfigFile), json =>
        {
            if (json["added_tokens_decoder"] is not JsonObject decoder) return; // an older layout, without the list
            foreach (var (text, id) in ids)
                decoder[$"{id}"] = new JsonObject
                {
                    ["content"] = text,
                    ["lstrip"] = false,
                    ["normalized"] = false,
                    ["rstrip"] = false,
                    ["single_word"] = false,
                    ["special"] = false,
                };
        });
        Edit(Path.Combine(folder, AddedFile), json =>
        {
            foreach (var (text, id) in ids) json[text] = id;
        });
        return [.. ids.Select(token => token.Id)];
    }

    /// <summary>What does not agree between the folder's tokenizer files, for the control tokens; one line each.</summary>
    public static IReadOnlyList<string> Problems(string folder)
    {
        var problems = new List<string>();
        var path = Path.Combine(folder, TokenizerFile.FileName);
        var tokenizer = TokenizerFile.Load(path);
        var added = JsonNode.Parse(File.ReadAllText(path))!["added_tokens"]!.AsArray().ToDictionary(entry => (int)entry!["id"]!, entry => entry!);
        var decoder = File.Exists(Path.Combine(folder, ConfigFile)) ? JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ConfigFile)))!["added_tokens_decoder"] : null;
        foreach (var (token, found) in ControlToken.All.Zip(Find(tokenizer)))
        {
            if (found is not { } id) problems.Add($"{token.Text} is not in {TokenizerFile.FileName}; add it with: extracot model convert --add-control-tokens");
            else if (!added.TryGetValue(id, out var entry)) problems.Add($"{token.Text} is an entry of the vocabulary, no added token: text that spells it out would match");
            else if ((bool?)entry["special"] == true) problems.Add($"{token.Text} is a special token: servers strip it from their output");
            else if (decoder is not null && (string?)decoder[$"{id}"]?["content"] is var content && content != (string?)entry["content"])
                problems.Add($"{token.Text} has id {id} in {TokenizerFile.FileName}, where {ConfigFile} has {content ?? "nothing"}");
        }
        return problems;
    }

    private static void Edit(string path, Action<JsonObject> change)
    {
        if (!File.Exists(path)) return;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            change(json);
            File.WriteAllText(path, json.ToJsonString(Layout) + "\n");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: {broken.Message}", broken);
        }
    }
}
