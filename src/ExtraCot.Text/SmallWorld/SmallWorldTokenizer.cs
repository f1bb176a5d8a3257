using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Text.SmallWorld;

/// <summary>The small world's tokenizer file: every piece the generator can write is one vocabulary entry.</summary>
public static class SmallWorldTokenizer
{
    private static readonly string[] Structure = ["<pad>", "<bos>", "<eos>", "<user>", "<assistant>", "<think>", "</think>"];

    // The file is read by people too: <think> stays <think>.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The vocabulary in id order: marks, control tokens, the answer box, then all pieces sorted by code point.</summary>
    public static IReadOnlyList<string> Vocabulary()
    {
        const int Enough = 6000; // every template and number occurs many times over
        var random = new SeededRandom(0);
        var pieces = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Enough; i++)
        {
            var problem = ProblemGenerator.Next(random, heldOut: false);
            pieces.UnionWith(SmallWorldPieces.Split(problem.Question));
            pieces.UnionWith(SmallWorldPieces.Split(problem.Thought));
        }
        return [.. Structure, .. ControlToken.All.Select(token => token.Text), @"\boxed{", "}", .. pieces];
    }

    /// <summary>Writes <c>tokenizer.json</c> in the Hugging Face format (Split pre-tokenizer, WordLevel model).</summary>
    public static void Write(string path)
    {
        var vocabulary = Vocabulary();
        var added = vocabulary.Take(Structure.Length + ControlToken.All.Count).Select((content, id) => new
        {
            id,
            content,
            single_word = false,
            lstrip = false,
            rstrip = false,
            normalized = false,
            special = id < 5,
        });
        var file = new
        {
            version = "1.0",
            truncation = (object?)null,
            padding = (object?)null,
            added_tokens = added,
            normalizer = (object?)null,
            pre_tokenizer = new { type = "Split", pattern = new { Regex = SmallWorldPieces.Pattern }, behavior = "Isolated", invert = false },
            post_processor = (object?)null,
            decoder = new { type = "Fuse" },
            model = new { type = "WordLevel", vocab = vocabulary.Select((piece, id) => (piece, id)).ToDictionary(p => p.piece, p => p.id), unk_token = "" },
        };
        File.WriteAllText(path, JsonSerializer.Serialize(file, Readable));
    }
}
