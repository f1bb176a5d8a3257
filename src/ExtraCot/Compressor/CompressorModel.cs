using ExtraCot.Nn.Models;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>The learned compressor: a Longformer that reads question and thought and scores every unit, with its tokenizer.</summary>
public sealed class CompressorModel : IUnitScorer, IDisposable
{
    private const int TokensPerPass = 16_384;
    private const string TokenizerName = "tokenizer.json";
    private static readonly string[] Separators = ["</s>", "[SEP]", "<assistant>", "<|im_end|>"]; // the first that the vocabulary has
    private readonly string tokenizerFile;

    private CompressorModel(LongformerTokenClassifier classifier, string tokenizerFile, ITokenizer tokenizer)
    {
        (Classifier, this.tokenizerFile, Tokenizer) = (classifier, tokenizerFile, tokenizer);
        Separator = Separators.Select(tokenizer.TokenToId).FirstOrDefault(id => id is not null)
            ?? throw new InputException($"{tokenizerFile}: none of {string.Join(", ", Separators)} is in the vocabulary; the compressor needs one between question and thought");
    }

    internal LongformerTokenClassifier Classifier { get; }
    internal ITokenizer Tokenizer { get; }
    internal int Separator { get; }

    /// <value>Number of scalar parameters.</value>
    public long ParameterCount => Classifier.Parameters.Sum(parameter => parameter.Value.numel());

    /// <summary>A new compressor with random weights.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="tokenizerFile">A <c>tokenizer.json</c>; saved with the model.</param>
    /// <param name="seed">Of the weights.</param>
    /// <exception cref="InputException">The tokenizer does not fit.</exception>
    public static CompressorModel Create(CompressorOptions options, string tokenizerFile, ulong seed)
    {
        var tokenizer = TokenizerFile.Load(tokenizerFile);
        var config = new LongformerConfig
        {
            VocabSize = tokenizer.VocabularySize,
            HiddenSize = options.Width,
            NumHiddenLayers = options.Layers,
            NumAttentionHeads = options.Heads,
            IntermediateSize = 4 * options.Width,
            MaxPositionEmbeddings = options.MaxTokens + 1,
            PadTokenId = 0,
            TypeVocabSize = 1,
            AttentionWindow = [options.Window],
            HiddenDropoutProb = 0, // one pass over self-made data does not overfit
            AttentionProbsDropoutProb = 0,
        };
        return new(LongformerTokenClassifier.Create(config, (long)(seed & long.MaxValue)), tokenizerFile, tokenizer);
    }

    /// <summary>Loads a folder in Hugging Face layout with its <c>tokenizer.json</c>.</summary>
    /// <exception cref="InputException">Something is missing or does not fit.</exception>
    public static CompressorModel Load(string folder)
    {
        var tokenizerFile = Path.Combine(folder, TokenizerName);
        var tokenizer = TokenizerFile.Load(tokenizerFile);
        return new(LongformerTokenClassifier.Load(folder), tokenizerFile, tokenizer);
    }

    /// <summary>Writes the folder that <see cref="Load"/> reads.</summary>
    public void Save(string folder)
    {
        Classifier.Save(folder);
        File.Copy(tokenizerFile, Path.Combine(folder, TokenizerName), overwrite: true);
    }

    /// <inheritdoc/>
    /// <remarks>A unit's score is the mean keep probability of its tokens, over all windows that read them.</remarks>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts)
    {
        var inputs = thoughts.SelectMany((thought, index) => Inputs(thought).Select(input => (Index: index, Input: input))).ToList();
        var sums = thoughts.Select(thought => new double[thought.Units.Count]).ToList();
        var counts = thoughts.Select(thought => new int[thought.Units.Count]).ToList();
        foreach (var pass in Passes(inputs, input => input.Input.Ids.Length))
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var batch = new CompressorBatch([.. pass.Select(row => row.Input)], Classifier.Config.PadTokenId);
            var logits = batch.Logits(Classifier); // [B, T, 2]
            var keep = nn.functional.softmax(logits, -1).select(2, 1).contiguous().data<float>().ToArray(); // [B, T]
            var width = (int)logits.size(1);
            for (var row = 0; row < pass.Count; row++)
            {
                var (index, input) = pass[row];
                for (var t = 0; t < input.Units.Length; t++)
                {
                    sums[index][input.Units[t]] += keep[row * width + input.ThoughtStart + t];
                    counts[index][input.Units[t]]++;
                }
            }
        }
        return [.. sums.Zip(counts, (sum, count) => sum.Zip(count, (total, n) => (float)(total / Math.Max(1, n))).ToArray())];
    }

    internal IEnumerable<CompressorInput> Inputs(SegmentedThought thought) =>
        CompressorInput.Windows(thought, Tokenizer, Separator, Classifier.Config.MaxTokens);

    /// <summary>Length-sorted rows, as many as fit into one pass.</summary>
    private static IEnumerable<List<T>> Passes<T>(IEnumerable<T> rows, Func<T, int> length)
    {
        var pass = new List<T>();
        foreach (var row in rows.OrderBy(length))
        {
            if (pass.Count > 0 && (pass.Count + 1) * length(row) > TokensPerPass)
            {
                yield return pass;
                pass = [];
            }
            pass.Add(row);
        }
        if (pass.Count > 0) yield return pass;
    }

    /// <inheritdoc/>
    public void Dispose() => Classifier.Dispose();
}
