using System.Text.Json;

namespace ExtraCot.Text.Tokenization;

/// <summary>Reads and extends Hugging Face <c>tokenizer.json</c> files.</summary>
public static class TokenizerFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Loads a tokenizer; what it is follows from the file's content alone.</summary>
    /// <param name="path">The file, or the folder that holds a <c>tokenizer.json</c>.</param>
    /// <exception cref="TokenizationException">The file is missing, is no JSON, or holds a setting this program does not implement.</exception>
    public static HuggingFaceTokenizer Load(string path)
    {
        var file = Locate(path);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new HuggingFaceTokenizer(TokenizerSections.Read(new JsonSection(file, "file", document.RootElement)));
        }
        catch (JsonException error)
        {
            throw new TokenizationException($"{file}: line {error.LineNumber + 1} is no valid JSON: {error.Message}", error);
        }
    }

    /// <summary>
    /// Writes a tokenizer file with further ordinary added tokens (not special, matched exactly). They get the ids behind
    /// the vocabulary in the order given; a token the file already adds is left as it is, and one that is an entry of the
    /// model keeps that id. Everything else in the file stays byte for byte.
    /// </summary>
    /// <param name="inputPath">The file, or the folder that holds it.</param>
    /// <param name="outputPath">The file to write; may be the input.</param>
    /// <param name="tokens">Spellings, for example <c>&lt;COMP_20&gt;</c>.</param>
    /// <exception cref="TokenizationException">The input is no tokenizer file this program reads, or a token is empty.</exception>
    public static void AddTokens(string inputPath, string outputPath, IReadOnlyList<string> tokens)
    {
        var file = Locate(inputPath);
        var tokenizer = Load(file);
        if (tokens.Contains("")) throw new TokenizationException($"{file}: an empty token cannot be added");
        var next = tokenizer.VocabularySize;
        var missing = tokens.Distinct().Where(token => !tokenizer.IsAdded(token))
            .Select(token => (tokenizer.TokenToId(token) ?? next++, token)).ToArray();
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(outputPath, missing.Length == 0 ? bytes : AddedTokenWriter.Insert(bytes, missing));
    }

    private static string Locate(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return File.Exists(file)
            ? file
            : throw new TokenizationException($"{file}: there is no such file; expected a Hugging Face {FileName} or a folder with one");
    }
}
