using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>
/// The compressor: a Longformer that reads the question with global attention and says for each token of the thought how likely it is to be kept. A unit's
/// score is the mean over its tokens. Thoughts of any length are read in overlapping windows, whose scores are averaged where they overlap.
/// A BERT or XLM-RoBERTa classifier is read as LLMLingua-2 reads it: in chunks, without the question.
/// </summary>
/// <remarks>Each window is computed alone, so a thought's scores are the same bits whatever is scored beside it and by however many workers.</remarks>
public sealed class CompressorModel : IUnitScorer, IDisposable
{
    private const string SeparatorKey = "sep_token_id"; // as in transformers' LongformerConfig, whose default is 2
    private const int LinguaChunk = 512; // tokens, LLMLingua-2's max_seq_length
    private readonly int separator;
    private readonly Lazy<int> opening;
    private long forwardTicks;

    private CompressorModel(TokenClassifier classifier, ITokenizer tokenizer)
    {
        Classifier = classifier;
        Tokenizer = tokenizer;
        separator = classifier is not LongformerTokenClassifier ? Find(tokenizer, "separator", "</s>", "[SEP]")
            : classifier.Config.Others.TryGetValue(SeparatorKey, out var id) && id.ValueKind == JsonValueKind.Number ? id.GetInt32() : 2;
        opening = new(() => Find(tokenizer, "opening token", "<s>", "[CLS]"));
    }

    /// <value>The network; its <see cref="TokenClassifier.ComputeType"/> holds for training and scoring.</value>
    public TokenClassifier Classifier { get; }

    /// <value>The compressor's own tokenizer, which may differ from the student's.</value>
    public ITokenizer Tokenizer { get; }

    /// <value>Time spent in forward passes so far, all threads together.</value>
    internal TimeSpan ForwardTime => TimeSpan.FromTicks(Interlocked.Read(ref forwardTicks));

    /// <value>Threads that score; default 2.</value>
    public int Workers { get; set; } = 2;

    /// <summary>A new compressor with random weights.</summary>
    /// <param name="options">Its size.</param>
    /// <param name="tokenizer">Has a padding token (<c>&lt;pad&gt;</c> or <c>[PAD]</c>) and a separator (<c>&lt;/s&gt;</c>, <c>[SEP]</c> or <c>&lt;think&gt;</c>).</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <exception cref="InputException">The sizes do not fit each other, or the tokenizer lacks one of the tokens.</exception>
    public static CompressorModel Create(CompressorOptions options, ITokenizer tokenizer, long seed)
    {
        if (options.Validate().ToList() is { Count: > 0 } problems) throw new InputException($"compressor: {string.Join("; ", problems)}");
        var padding = Find(tokenizer, "padding token", "<pad>", "[PAD]");
        if (options.Family == CompressorFamily.XlmRoberta)
            return new CompressorModel(XlmRobertaTokenClassifier.Create(options.ToXlmRoberta(tokenizer.VocabularySize, padding), seed), tokenizer);
        var config = options.ToLongformer(tokenizer.VocabularySize, padding) with
        {
            Others = new Dictionary<string, JsonElement> { [SeparatorKey] = JsonSerializer.SerializeToElement(Find(tokenizer, "separator", "</s>", "[SEP]", "<think>")) },
        };
        return new CompressorModel(LongformerTokenClassifier.Create(config, seed), tokenizer);
    }

    /// <summary>Loads a Hugging Face model folder with its <c>tokenizer.json</c>.</summary>
    /// <exception cref="InputException">A file is missing, the model is no token classifier, or the tokenizer has more entries than the model.</exception>
    /// <exception cref="WeightsException">The weights do not fit the configuration.</exception>
    public static CompressorModel Load(string folder) => Fit(folder, TokenClassifier.LoadAny(folder));

    /// <summary>Starts from the encoder of a Longformer folder (<c>allenai/longformer-base-4096</c>) with a new head.</summary>
    /// <param name="folder">With <c>tokenizer.json</c>; weights as safetensors, in one file or sharded.</param>
    /// <param name="seed">Of the head's weights.</param>
    /// <exception cref="InputException">As <see cref="Load"/>.</exception>
    /// <exception cref="WeightsException">The weights do not fit the configuration.</exception>
    public static CompressorModel LoadEncoder(string folder, long seed) => Fit(folder, LongformerTokenClassifier.LoadEncoder(folder, seed));

    private static CompressorModel Fit(string folder, TokenClassifier classifier)
    {
        var tokenizer = TokenizerFile.Load(folder);
        if (tokenizer.VocabularySize <= classifier.Config.VocabSize) return new CompressorModel(classifier, tokenizer);
        using (classifier) throw new InputException($"{folder}: the tokenizer has {tokenizer.VocabularySize} entries, the model {classifier.Config.VocabSize}; take the model's own tokenizer.json");
    }

    /// <summary>Writes <c>config.json</c>, <c>model.safetensors</c> and <c>tokenizer.json</c>; the folder is made where missing.</summary>
    /// <param name="folder">Target.</param>
    /// <param name="tokenizerFile">The <c>tokenizer.json</c> that <see cref="Tokenizer"/> came from; copied.</param>
    /// <param name="dtype">Stored element type; null for float32.</param>
    public void Save(string folder, string tokenizerFile, ScalarType? dtype = null)
    {
        Classifier.Save(folder, dtype);
        var target = Path.Combine(folder, TokenizerFile.FileName);
        if (Path.GetFullPath(tokenizerFile) != Path.GetFullPath(target)) File.Copy(tokenizerFile, target, overwrite: true);
    }

    /// <inheritdoc/>
    /// <exception cref="TokenizationException">A text has a piece without a token.</exception>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts)
    {
        var scores = new float[thoughts.Count][];
        var next = -1;
        TorchWorkers.Run(Math.Min(Workers, Math.Max(1, thoughts.Count)), _ =>
        {
            using var guard = no_grad();
            for (int i; (i = Interlocked.Increment(ref next)) < scores.Length;) scores[i] = Score(thoughts[i]);
            return 0;
        });
        return scores;
    }

    /// <summary>The inputs that cover a thought.</summary>
    internal IReadOnlyList<ThoughtWindow> Windows(SegmentedThought thought, TokenSpan[] tokens)
    {
        int[] ids = [.. tokens.Select(token => token.Id)];
        return Classifier is LongformerTokenClassifier
            ? ThoughtWindow.Cover(Tokenizer.Encode(thought.Question), separator, ids, Classifier.Config.MaxTokens)
            : ThoughtWindow.Chunks(opening.Value, separator, ids, t => thought.Text[tokens[t].Start..tokens[t].End].Trim(' ') is "." or "\n", Math.Min(LinguaChunk, Classifier.Config.MaxTokens));
    }

    /// <summary>How likely each token of a thought is to be kept: one pass over each window; call under <c>no_grad</c>.</summary>
    internal float[] TokenScores(SegmentedThought thought, TokenSpan[] tokens)
    {
        var (sums, counts) = (new float[tokens.Length], new int[tokens.Length]);
        foreach (var window in tokens.Length == 0 ? [] : Windows(thought, tokens))
        {
            using var scope = NewDisposeScope();
            var started = Stopwatch.GetTimestamp();
            var keep = new CompressorBatch([(window, null)], Classifier.Config).Logits(Classifier).softmax(-1)[0].narrow(0, window.Question + 1, window.Count)
                .narrow(1, 1, 1).contiguous().data<float>();
            Interlocked.Add(ref forwardTicks, Stopwatch.GetElapsedTime(started).Ticks);
            for (var t = 0; t < window.Count; t++)
            {
                sums[window.First + t] += keep[t];
                counts[window.First + t]++;
            }
        }
        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }

    private float[] Score(SegmentedThought thought)
    {
        var tokens = Tokenizer.EncodeWithOffsets(thought.Text);
        return UnitTokens.Means(UnitTokens.Of(thought.Units, tokens), TokenScores(thought, tokens));
    }

    private static int Find(ITokenizer tokenizer, string role, params string[] names) => names.Select(tokenizer.TokenToId).FirstOrDefault(id => id is not null)
        ?? throw new InputException($"compressor: the tokenizer has no {role}; expected one of {string.Join(", ", names)}");

    /// <inheritdoc/>
    public void Dispose() => Classifier.Dispose();
}
