using ExtraCot.Nn.Models;
using ExtraCot.Text;

namespace ExtraCot.Models;

/// <summary>Published shapes by name; source: the <c>config.json</c> of each Qwen/Qwen3 model on Hugging Face.</summary>
public static class ModelShapes
{
    private const int Vocabulary = 151_936;
    private const int EndOfTurn = 151_645; // <|im_end|>

    private static readonly Dictionary<string, Qwen3Config> Known = new()
    {
        ["qwen3-0.6b"] = Qwen3(1024, 3072, layers: 28, heads: 16, tied: true),
        ["qwen3-1.7b"] = Qwen3(2048, 6144, layers: 28, heads: 16, tied: true),
        ["qwen3-4b"] = Qwen3(2560, 9728, layers: 36, heads: 32, tied: true),
        ["qwen3-8b"] = Qwen3(4096, 12288, layers: 36, heads: 32, tied: false),
        ["qwen3-14b"] = Qwen3(5120, 17408, layers: 40, heads: 40, tied: false),
        ["qwen3-32b"] = Qwen3(5120, 25600, layers: 64, heads: 64, tied: false),
    };

    /// <value>All names, for help: a constant, so that help does not load libtorch.</value>
    public const string Listed = "qwen3-0.6b, qwen3-1.7b, qwen3-4b, qwen3-8b, qwen3-14b, qwen3-32b";

    /// <summary>The shape of a name, or of the <c>config.json</c> of a model folder or a shipped model.</summary>
    /// <exception cref="InputException">Neither.</exception>
    public static Qwen3Config Find(string nameOrFolder) => Known.TryGetValue(nameOrFolder.ToLowerInvariant(), out var shape)
        ? shape
        : ShippedModels.TryFind(nameOrFolder) is { } folder
            ? Qwen3Config.Load(folder)
            : throw new InputException($"'{nameOrFolder}' is neither a known shape ({Listed}) nor a folder with a config.json");

    private static Qwen3Config Qwen3(int hidden, int intermediate, int layers, int heads, bool tied) => new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = hidden,
        IntermediateSize = intermediate,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = 8,
        HeadSize = 128,
        TiedEmbeddings = tied,
        EndId = EndOfTurn,
    };
}
