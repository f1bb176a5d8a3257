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

    internal static string Locate(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return File.Exists(file) ? file : throw new TokenizationException($"{file}: there is no such file; expected a Hugging Face {FileName} or a folder with one");
    }
}
